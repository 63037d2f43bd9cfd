import type { CellReadiness, HazardArea, Memorandum, SaidStatement } from '@skyaccord/accord';
import type { Release, ReleaseWords } from '@skyaccord/bulletin';
import { Refusal } from '../memorandum/refusal.ts';

const HOUR_MS = 3_600_000;
const M_PER_FT = 0.3048;
/** Places are told in tenths of a degree, heights in hundreds of feet, times in hours, always outwards. */
const DEG = 10;
const HUNDRED_FT_M = 100 * M_PER_FT;

type Lines = Readonly<Record<'en' | 'fr', string>>;
type Fact = { readonly label: Lines; readonly value: Lines | string };
type Notice = {
  readonly kind: Release['kind'];
  readonly name: string;
  readonly title: Lines;
  readonly summary: Lines;
  readonly facts: readonly Fact[];
};

/**
 * A release of a notice, with as little as says what it is: a hazard area, an assurance or the readiness of a cell, as
 * the API gives it. Every signatory of the memorandum has to sign. Null where it is none of these.
 *
 * @throws Refusal for a statement that is no assurance, or that nobody speaks for
 */
export function noticeOf(found: unknown, memorandum: Memorandum, now_ms: number): Release | null {
  const { area, statement, cell } = (found ?? {}) as Readonly<Record<string, unknown>>;
  const notice =
    hazardNotice(area ?? found, memorandum) ??
    assuranceNotice(statement ?? found, memorandum) ??
    readinessNotice(cell, memorandum);
  if (notice === null) return null;
  const parties = memorandum.parties.filter(({ role }) => role === 'signatory').map(({ id }) => id);
  const slug = notice.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return {
    skyaccord: 'release/1',
    id: `${notice.kind}-${slug}`.replaceAll('_', '-').replaceAll(/-+/g, '-').slice(0, 80).replace(/-$/, ''),
    version: 1,
    kind: notice.kind,
    state: 'published',
    released_ms: Math.floor(now_ms / 1000) * 1000,
    parties: parties.sort(),
    words: { en: wordsOf(notice, 'en'), fr: wordsOf(notice, 'fr') },
  };
}

function wordsOf({ title, summary, facts }: Notice, language: 'en' | 'fr'): ReleaseWords {
  const said = facts.map(({ label, value }) => ({
    label: label[language],
    value: typeof value === 'string' ? value : value[language],
  }));
  return { title: title[language], summary: summary[language], paragraphs: [], facts: said };
}

const both = (text: string): Lines => ({ en: text, fr: text });

function nameOf(id: string | null, { parties }: Memorandum): Lines {
  const found = parties.find((one) => one.id === id);
  return found === undefined ? { en: 'a third party', fr: 'un tiers' } : both(found.name);
}

/** Whole hours, and no sooner or later than it is. */
function hour(time_ms: number | null, round: (hours: number) => number): Lines {
  if (time_ms === null) return { en: 'not limited', fr: 'sans limite' };
  const text = new Date(round(time_ms / HOUR_MS) * HOUR_MS).toISOString();
  return both(`${text.slice(0, 13).replace('T', ' ')}:00 Z`);
}

const ENTRY: Readonly<Record<HazardArea['entry'], Lines>> = {
  closed: { en: 'closed: do not enter', fr: 'fermée : ne pas entrer' },
  with_clearance: {
    en: 'with the clearance of its owner alone',
    fr: 'avec l’autorisation de son propriétaire seulement',
  },
  caution: { en: 'with caution', fr: 'avec prudence' },
};

function hazardNotice(found: unknown, memorandum: Memorandum): Notice | null {
  const area = (found ?? {}) as Partial<HazardArea>;
  if (area.shape === undefined || area.entry === undefined || typeof area.name !== 'string') return null;
  const { name, owner = null, shape, floor_m = null, ceiling_m = null, from_ms = null, until_ms = null, entry } = area;
  const feet = (height_m: number | null, round: (hundreds: number) => number): Lines =>
    height_m === null ? { en: 'not limited', fr: 'sans limite' } : both(`${100 * round(height_m / HUNDRED_FT_M)} ft`);
  return {
    kind: 'hazard_area',
    name: area.id ?? name,
    title: { en: `Hazard area: ${name}`, fr: `Zone dangereuse : ${name}` },
    summary: { en: 'Stay clear of this airspace at the times given.', fr: 'Évitez cet espace aux heures indiquées.' },
    facts: [
      { label: { en: 'Notified by', fr: 'Notifiée par' }, value: nameOf(owner, memorandum) },
      { label: { en: 'Within', fr: 'À l’intérieur de' }, value: boxOf(shape) },
      { label: { en: 'From height', fr: 'De la hauteur' }, value: feet(floor_m, Math.floor) },
      { label: { en: 'To height', fr: 'À la hauteur' }, value: feet(ceiling_m, Math.ceil) },
      { label: { en: 'From (UTC)', fr: 'De (UTC)' }, value: hour(from_ms, Math.floor) },
      { label: { en: 'Until (UTC)', fr: 'Jusqu’à (UTC)' }, value: hour(until_ms, Math.ceil) },
      { label: { en: 'Entry', fr: 'Entrée' }, value: ENTRY[entry] },
    ],
  };
}

const KM_PER_DEG = 111.195;

function cornersOf({ bounds_deg, polygon_deg, circle }: HazardArea['shape']): (readonly [number, number])[] {
  if (polygon_deg !== null) return polygon_deg.map(([latitude_deg, longitude_deg]) => [latitude_deg, longitude_deg]);
  if (circle !== null) {
    const { latitude_deg, longitude_deg, radius_m } = circle;
    const up_deg = radius_m / 1000 / KM_PER_DEG;
    const along_deg = up_deg / Math.max(0.01, Math.cos(((Math.abs(latitude_deg) + up_deg) * Math.PI) / 180));
    return [
      [latitude_deg - up_deg, longitude_deg - along_deg],
      [latitude_deg + up_deg, longitude_deg + along_deg],
    ];
  }
  const [west, south, east, north] = bounds_deg!;
  return [
    [south, west],
    [north, east],
  ];
}

/** A box around an area, in tenths of a degree outwards: larger than it, never smaller. */
function boxOf(shape: HazardArea['shape']): string {
  const corners = cornersOf(shape);
  const [latitudes, longitudes] = [corners.map(([lat]) => lat), corners.map(([, lon]) => lon)];
  const low = (values: number[]): string => (Math.floor(Math.min(...values) * DEG) / DEG).toFixed(1);
  const high = (values: number[]): string => (Math.ceil(Math.max(...values) * DEG) / DEG).toFixed(1);
  return `${low(latitudes)}° … ${high(latitudes)}°, ${low(longitudes)}° … ${high(longitudes)}°`;
}

const PREDICATES: Readonly<Partial<Record<SaidStatement['predicate'], Lines>>> = {
  will_seek: { en: 'will seek permission', fr: 'demandera la permission' },
  will_operate: { en: 'will operate', fr: 'opérera' },
  will_notify: { en: 'will give notice', fr: 'préviendra' },
  will_keep_clear: { en: 'will keep clear', fr: 'se tiendra à l’écart' },
};

function assuranceNotice(found: unknown, memorandum: Memorandum): Notice | null {
  const said = (found ?? {}) as Partial<SaidStatement>;
  if (said.subject === undefined || said.predicate === undefined || said.about === undefined) return null;
  const what = PREDICATES[said.predicate];
  if (said.subject !== 'assurance' || what === undefined) {
    throw new Refusal(`the statement is about ${said.subject}`, 'give an assurance: of others nothing is released');
  }
  const { speaks_for = null, negated = false, about, from_ms = null, until_ms = null, setting, words = '' } = said;
  if (speaks_for === null) throw new Refusal('nobody speaks for a party in it', 'there is nobody to assure the public');
  const who = nameOf(speaks_for, memorandum);
  const title = {
    en: `${who.en} ${negated ? 'does not assure that it ' : ''}${what.en}`,
    fr: `${who.fr} ${negated ? 'n’assure pas : ' : ''}${what.fr}`,
  };
  const facts: Fact[] = [
    { label: { en: 'Given by', fr: 'Donnée par' }, value: who },
    { label: { en: 'Area', fr: 'Zone' }, value: about.area ?? { en: 'not limited', fr: 'sans limite' } },
    { label: { en: 'From (UTC)', fr: 'De (UTC)' }, value: hour(from_ms, Math.floor) },
    { label: { en: 'Until (UTC)', fr: 'Jusqu’à (UTC)' }, value: hour(until_ms, Math.ceil) },
  ];
  // What was said behind closed doors is told in substance, not in its words; who spoke is told of none.
  if (setting !== 'closed_door') facts.push({ label: { en: 'In its words', fr: 'Dans ses termes' }, value: words });
  const summary = { en: 'An assurance given under the memorandum.', fr: 'Une assurance donnée selon le mémorandum.' };
  return { kind: 'assurance', name: said.id ?? speaks_for, title, summary, facts };
}

const STATES: Readonly<Record<CellReadiness['state'], Lines>> = {
  none: { en: 'not announced', fr: 'non annoncée' },
  announced: { en: 'announced', fr: 'annoncée' },
  staffed: { en: 'staffed', fr: 'pourvue en personnel' },
  line_tested: { en: 'line tested', fr: 'ligne essayée' },
  initial: { en: 'initially ready', fr: 'prête au début' },
  full: { en: 'fully ready', fr: 'entièrement prête' },
  degraded: { en: 'degraded', fr: 'dégradée' },
  suspended: { en: 'suspended', fr: 'suspendue' },
};

function readinessNotice(found: unknown, memorandum: Memorandum): Notice | null {
  const cell = (found ?? {}) as Partial<CellReadiness>;
  if (cell.state === undefined || !Array.isArray(cell.members)) return null;
  const state = STATES[cell.state];
  return {
    kind: 'readiness',
    name: 'cell',
    title: { en: `The coordination cell is ${state.en}`, fr: `La cellule de coordination est ${state.fr}` },
    summary: {
      en: 'Computed from dated evidence that the parties hold, not from what was announced.',
      fr: 'Calculé à partir de preuves datées que détiennent les parties, non de ce qui fut annoncé.',
    },
    facts: (cell.members as CellReadiness['members']).map(({ member, state: own }) => ({
      label: nameOf(member, memorandum),
      value: STATES[own],
    })),
  };
}
