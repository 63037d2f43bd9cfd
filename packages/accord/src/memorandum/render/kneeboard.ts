import type { Label, Parameter, Value } from '../spec/node.ts';
import { type ClauseDescription, describeMemorandum, type PartyDescription } from '../wording/describe.ts';
import { labelIn, valueIn, wordsIn } from '../wording/phrases.ts';
import { footIn } from './document.ts';
import { LABELS, STATES } from './labels.ts';
import { type Block, heading, paragraph, type Sheet, type Standing, timeIn } from './sheet.ts';

/**
 * What the crews of one party have at hand in flight, in one language: minima at a glance, the ladder of frequencies,
 * steps and calls with their read-back, entry rings, visual signals and whom else they may meet. Clauses that bind
 * other parties alone are left out; a party that answers at a ring is shown the ring.
 *
 * A card says whether the memorandum is in force at `standing.at_ms`: one that is not must not be flown by.
 */
export function kneeboardSheet(content: unknown, standing: Standing, party: string, language: string): Sheet {
  const { title, parties, clauses } = describeMemorandum(content);
  const own = parties.find(({ id }) => id === party);
  if (own === undefined) throw new Error(`${party} is no party of this memorandum`);
  const say: Say = Object.assign((label: Label) => labelIn(label, language), { language });
  const bound = clauses.filter((clause) => concerns(clause, party));
  const of = (kind: string) => bound.filter((clause) => clause.kind === kind);
  const cards = [
    ...minima(of('separation_minimum'), say),
    ...of('frequency_ladder').flatMap((clause) => ladder(clause, say)),
    ...of('required_calls').flatMap((clause) => calls(clause, say)),
    ...of('entry_protocol_rings').flatMap((clause) => rings(clause, parties, say)),
    ...of('visual_signals').flatMap((clause) => signals(clause, say)),
  ];
  return {
    language,
    title: `${say(LABELS.card)} · ${own.name}`,
    subtitle: wordsIn(title, language),
    foot: [...footIn(standing.life, language), say(LABELS.all_clauses)],
    blocks: [
      stateBlock(standing, say),
      ...(cards.length === 0 ? [paragraph(say(LABELS.nothing))] : cards),
      ...others(
        parties.filter(({ id }) => id !== party),
        say,
      ),
    ],
  };
}

type Say = ((label: Label) => string) & { readonly language: string };

const parameterOf = (parameters: readonly Parameter[], key: string): Value | undefined =>
  parameters.find((one) => one.key === key)?.value;
/** A parameter in words; empty where the document leaves it out. */
function textOf(parameters: readonly Parameter[], key: string, { language }: Say): string {
  const value = parameterOf(parameters, key);
  return value === undefined ? '' : valueIn(value, language);
}
/** The things with parts in a list, each as its parameters. */
function groupsOf(parameters: readonly Parameter[], key: string): (readonly Parameter[])[] {
  const value = parameterOf(parameters, key);
  return value?.type !== 'list' ? [] : value.items.flatMap((item) => (item.type === 'group' ? [item.parameters] : []));
}
function namesOf(parameters: readonly Parameter[], key: string): string[] {
  const value = parameterOf(parameters, key);
  return value?.type !== 'list' ? [] : value.items.flatMap((item) => (item.type === 'text' ? [item.text] : []));
}

function concerns({ parameters }: ClauseDescription, party: string): boolean {
  const binds = namesOf(parameters, 'binds');
  const answers = parameterOf(parameters, 'answered_by');
  return binds.length === 0 || binds.includes(party) || (answers?.type === 'text' && answers.text === party);
}

function stateBlock({ life: { observed, spans }, at_ms }: Standing, say: Say): Block {
  const span = spans.find(({ from_ms, until_ms }) => from_ms <= at_ms && (until_ms === null || at_ms < until_ms));
  const as_of = `${say(LABELS.as_of)} ${timeIn(at_ms)}`;
  if (span === undefined) {
    const next = spans.find(({ from_ms }) => from_ms > at_ms);
    const from = next === undefined ? '' : `; ${say(LABELS.from)} ${timeIn(next.from_ms)}`;
    return paragraph(`${say(LABELS.not_in_force)} (${say(STATES[observed.state])}, ${as_of}${from}).`, true);
  }
  const until = span.until_ms === null ? '' : ` ${say(LABELS.until)} ${timeIn(span.until_ms)}`;
  if (span.clauses === 'all') return paragraph(`${say(LABELS.in_force)}${until} (${as_of}).`, true);
  return paragraph(`${say(LABELS.survivors)} ${span.clauses.join(', ')}${until} (${as_of}).`, true);
}

function minima(clauses: readonly ClauseDescription[], say: Say): Block[] {
  if (clauses.length === 0) return [];
  const rows = clauses.map(({ id, parameters }) => {
    const applies = parameterOf(parameters, 'applies');
    const who = applies?.type === 'group' ? applies.parameters : [];
    return [
      `${textOf(who, 'classes', say)}; ${textOf(who, 'between', say)}`,
      textOf(parameters, 'lateral', say),
      textOf(parameters, 'vertical', say),
      textOf(parameters, 'grace', say),
      id,
    ];
  });
  const first = clauses.flatMap(({ id, parameters }) => {
    const over = textOf(parameters, 'prevails_over', say);
    return over === '' ? [] : [paragraph(`${id} ${say(LABELS.prevails)} ${over}.`)];
  });
  const head = [LABELS.who, LABELS.lateral, LABELS.or, LABELS.within, LABELS.clause].map(say);
  return [
    heading(say(LABELS.separation)),
    { type: 'table', head, widths: [8, 3, 4, 4, 3], strong: [1, 2], rows },
    ...first,
  ];
}

function ladder({ id, parameters }: ClauseDescription, say: Say): Block[] {
  const rows = groupsOf(parameters, 'rungs').map((rung, index) => [
    `${index + 1}`,
    textOf(rung, 'frequency', say),
    textOf(rung, 'call', say),
    textOf(rung, 'wait', say),
  ]);
  const head = ['', say(LABELS.frequency), say(LABELS.say), say(LABELS.wait)];
  return [heading(`${say(LABELS.ladder)} (${id})`), { type: 'table', head, widths: [1, 5, 12, 4], strong: [1], rows }];
}

function calls({ id, parameters }: ClauseDescription, say: Say): Block[] {
  const steps = parameterOf(parameters, 'steps');
  const lines = steps?.type !== 'list' ? [] : steps.items.map((item) => valueIn(item, say.language));
  const blocks: Block[] = [
    heading(`${say(LABELS.from_level)} ${textOf(parameters, 'at', say)} (${id})`),
    { type: 'lines', lines: lines.map((text, index) => ({ depth: 0, label: `${index + 1}.`, text })) },
  ];
  const rows = groupsOf(parameters, 'calls').map((call) => [
    textOf(call, 'frequency', say),
    textOf(call, 'say', say),
    textOf(call, 'read_back', say),
    textOf(call, 'within', say),
  ]);
  if (rows.length === 0) return blocks;
  const head = [LABELS.frequency, LABELS.say, LABELS.read_back, LABELS.before].map(say);
  return [...blocks, { type: 'table', head, widths: [5, 8, 8, 3], strong: [1], rows }];
}

function rings({ id, parameters }: ClauseDescription, parties: readonly PartyDescription[], say: Say): Block[] {
  const centre = parameterOf(parameters, 'centre');
  const name = centre?.type === 'group' ? textOf(centre.parameters, 'name', say) : '';
  const rows = groupsOf(parameters, 'rings').map((ring) => [
    textOf(ring, 'radius', say),
    [textOf(ring, 'action', say), textOf(ring, 'frequency', say)].filter((text) => text !== '').join(', '),
    textOf(ring, 'say', say),
    textOf(ring, 'read_back', say),
  ]);
  const answers = textOf(parameters, 'answered_by', say);
  const lines = [
    { label: LABELS.answers, text: parties.find((one) => one.id === answers)?.name ?? answers },
    { label: LABELS.fastest, text: textOf(parameters, 'speed', say) },
    { label: LABELS.floor, text: textOf(parameters, 'floor', say) },
    { label: LABELS.ceiling, text: textOf(parameters, 'ceiling', say) },
  ].filter(({ text }) => text !== '');
  const head = [LABELS.radius, LABELS.action, LABELS.say, LABELS.read_back].map(say);
  return [
    heading(`${say(LABELS.rings)} · ${name} (${id})`),
    { type: 'table', head, widths: [3, 7, 8, 8], strong: [0], rows },
    { type: 'lines', lines: lines.map(({ label, text }) => ({ depth: 0, label: say(label), text })) },
  ];
}

function signals({ id, parameters }: ClauseDescription, say: Say): Block[] {
  const rows = groupsOf(parameters, 'signals').map((signal) => [
    textOf(signal, 'signal', say),
    textOf(signal, 'meaning', say),
    textOf(signal, 'reply', say),
  ]);
  const head = [LABELS.signal, LABELS.meaning, LABELS.reply].map(say);
  return [heading(`${say(LABELS.signals)} (${id})`), { type: 'table', head, widths: [1, 1, 1], strong: [0], rows }];
}

function others(parties: readonly PartyDescription[], say: Say): Block[] {
  if (parties.length === 0) return [];
  const rows = parties.map(({ name, parameters }) => [
    name,
    groupsOf(parameters, 'aircraft')
      .flatMap((rule) => textOf(rule, 'callsign_prefix', say) || [])
      .map((prefix) => `${prefix}…`)
      .join(', '),
    groupsOf(parameters, 'contacts')
      .map((contact) =>
        [textOf(contact, 'name', say), textOf(contact, 'reach', say)].filter((text) => text !== '').join(': '),
      )
      .join('; '),
  ]);
  const head = [LABELS.name, LABELS.callsigns, LABELS.reach].map(say);
  return [heading(say(LABELS.others)), { type: 'table', head, widths: [5, 4, 7], strong: [1], rows }];
}
