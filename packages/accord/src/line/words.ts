import { fieldsOf, type Message, type MessageKind, type Precedence } from './message.ts';
import { dateTimeGroup } from './read_back.ts';

/** The languages in which the line's own words are there. */
export type LineLanguage = 'en' | 'fr';

type Both = Readonly<Record<LineLanguage, string>>;

const PRECEDENCE: Readonly<Record<Precedence, Both>> = {
  flash: { en: 'FLASH', fr: 'FLASH' },
  immediate: { en: 'IMMEDIATE', fr: 'IMMÉDIAT' },
  priority: { en: 'PRIORITY', fr: 'URGENT' },
  routine: { en: 'ROUTINE', fr: 'ROUTINE' },
};

/**
 * A sentence of each kind; what stands in braces is a field, and a part in brackets goes where its field is missing.
 */
const SENTENCES: Readonly<Record<MessageKind, Both>> = {
  traffic: {
    en: 'Traffic: {traffic}, {where}[, {level_ft} ft][, at {time}].',
    fr: 'Trafic : {traffic}, {where}[, {level_ft} ft][, à {time}].',
  },
  delay_request: {
    en: 'Request: delay {mission} by {delay_min} min[, because of {reason}].',
    fr: 'Demande : retarder {mission} de {delay_min} min[, en raison de {reason}].',
  },
  reroute_proposal: {
    en: 'Proposal: route {mission} via {via}[, because of {reason}].',
    fr: 'Proposition : faire passer {mission} par {via}[, en raison de {reason}].',
  },
  hazard_notice: {
    en: 'Hazard: {hazard}, {where}, from {from} until {until}.',
    fr: 'Danger : {hazard}, {where}, de {from} à {until}.',
  },
  emergency: {
    en: 'Emergency: {who}, {nature}, {where}[, intends {intention}].',
    fr: 'Urgence : {who}, {nature}, {where}[, intention : {intention}].',
  },
  exercise: {
    en: 'Exercise carried through: {exercise}, from {from} until {until}. Confirm.',
    fr: 'Exercice mené à bien : {exercise}, de {from} à {until}. Confirmez.',
  },
  test_call: { en: 'Test call. Acknowledge.', fr: "Appel d'essai. Accusez réception." },
  text: { en: '', fr: '' },
};

/** A message as it is read out in a language: precedence, who, serial, sentence, and the free text there is. */
export function messageText(message: Message, language: LineLanguage): string {
  const { kind, precedence, from, to, serial, fields, words } = message;
  const known = fieldsOf(kind);
  const told = (name: string): string => {
    const value = fields[name];
    if (value === undefined) return '';
    return known[name]?.kind === 'time' ? dateTimeGroup(Number(value)) : String(value);
  };
  const sentence = SENTENCES[kind][language]
    .replace(/\[([^\]]*\{(\w+)\}[^\]]*)\]/g, (_all, part: string, name: string) =>
      fields[name] === undefined ? '' : part,
    )
    .replace(/\{(\w+)\}/g, (_all, name: string) => told(name));
  // Free text was written by a person: in the language asked for, or else as it was written, with its language.
  const [other] = Object.entries(words);
  const free = words[language] ?? (other === undefined ? '' : `[${other[0]}] ${other[1]}`);
  const head = `${PRECEDENCE[precedence][language]} ${from} → ${to} ${serial}:`;
  return [head, sentence, free].filter((part) => part !== '').join(' ');
}
