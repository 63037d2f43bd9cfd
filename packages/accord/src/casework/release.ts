import type { Clause } from '../memorandum/kinds.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { CaseFile } from '../outcome.ts';
import type { CaseStanding } from './words.ts';

/** What a reader gets of a case in one language. */
export type ReleaseWords = {
  readonly title: string;
  readonly summary: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
};

/** Standings in which a case may be told to the public, where the memorandum says so. */
export const RELEASABLE = ['agreed', 'not_determined', 'disputed'] as const satisfies readonly CaseStanding[];
export type Releasable = (typeof RELEASABLE)[number];

/**
 * All that the public is told of a case, as the bulletin takes it: every word is signed by every party to the case.
 * Distances in m, times in ms UTC; `time_s` from the closest point on.
 */
export type CaseRelease = {
  readonly skyaccord: 'release/1';
  /** Part of its permanent address; the same in every version. */
  readonly id: string;
  /** A higher version takes the place of a lower one: that is how a release is corrected or withdrawn. */
  readonly version: number;
  readonly kind: 'case';
  readonly state: 'published' | 'withdrawn';
  readonly released_ms: number;
  readonly parties: readonly string[];
  /** How the case stands, and the SHA-256 of the findings that all parties signed. */
  readonly basis: { readonly standing: Releasable; readonly findings_sha256: string };
  readonly words: Readonly<Record<string, ReleaseWords>>;
  readonly plot?: {
    readonly time_s: readonly (number | null)[];
    readonly range_m: readonly (number | null)[];
    readonly lateral_minimum_m: number;
  };
};

/** Limits of a release's texts: with them, its step fits into one message of a link. */
export const RELEASE_LIMITS = {
  title: 200,
  summary: 600,
  paragraphs: 12,
  paragraph: 1_500,
  facts: 20,
  label: 80,
  value: 200,
  languages: 4,
} as const;
const MOST_POINTS = 240;

/** Which standings the clauses on incidents let parties tell the public of; agreed ones where they say nothing. */
export function releasableUnder(clauses: readonly Clause[]): readonly Releasable[] {
  const said = clauses.flatMap((one) => (one.kind === 'incident_exchange_deadline' ? (one.released_when ?? []) : []));
  return said.length === 0 ? ['agreed'] : RELEASABLE.filter((one) => said.includes(one));
}

const M_PER_NM = 1852;
const M_PER_FT = 0.3048;
const HOUR_MS = 3_600_000;
/** Ranges of the plot are told to this, m. */
const RANGE_STEP_M = 10;

type Plot = NonNullable<CaseRelease['plot']>;
type Drafted = Pick<CaseRelease, 'words' | 'plot'>;

/**
 * What can be told of a case with as little as says what happened: parties, class, distances, the hour, clauses. No
 * track, callsign, crew, place or minute. In each language of the memorandum; where there are no words for one, in
 * English, to be translated.
 */
export function draftOf(file: CaseFile, memorandum: Memorandum, standing: Releasable): Drafted {
  const words = Object.fromEntries(
    memorandum.languages.map((language) => [
      language,
      language.startsWith('fr') ? frenchOf(file, memorandum, standing) : englishOf(file, memorandum, standing),
    ]),
  );
  const plot = plotOf(file, memorandum);
  return plot === null ? { words } : { words, plot };
}

type Facts = {
  readonly nm: string;
  readonly ft: number | null;
  readonly hour: string;
  readonly clauses: readonly string[];
  readonly names: readonly (string | null)[];
};

function factsOf({ encounter, a, b }: CaseFile, { parties }: Memorandum): Facts {
  const hour = new Date(Math.floor(encounter.t_cpa_ms / HOUR_MS) * HOUR_MS).toISOString();
  return {
    nm: (encounter.h_cpa_m / M_PER_NM).toFixed(1),
    ft: encounter.v_cpa_m === null ? null : Math.round(Math.abs(encounter.v_cpa_m) / M_PER_FT / 100) * 100,
    hour: `${hour.slice(0, 13).replace('T', ' ')}:00 Z`,
    clauses: [...new Set(encounter.breaches.map(({ clause }) => clause))],
    names: [a, b].map(({ identity }) => parties.find((one) => one.id === identity.party)?.name ?? null),
  };
}

const CLASSES_FR = {
  'crewed/crewed': 'avec équipage / avec équipage',
  'crewed/uncrewed': 'avec équipage / sans équipage',
  'uncrewed/uncrewed': 'sans équipage / sans équipage',
} as const;
const STANDING_EN: Readonly<Record<Releasable, string>> = {
  agreed: 'agreed by both',
  not_determined: 'not determined',
  disputed: 'disputed',
};
const STANDING_FR: Readonly<Record<Releasable, string>> = {
  agreed: 'convenu par les deux',
  not_determined: 'non déterminé',
  disputed: 'contesté',
};

function englishOf(file: CaseFile, memorandum: Memorandum, standing: Releasable): ReleaseWords {
  const { nm, ft, hour, clauses, names } = factsOf(file, memorandum);
  const breached = clauses.length > 0;
  return {
    title: `Two aircraft came within ${nm} NM of each other`,
    summary: breached ? 'A minimum of the memorandum was breached.' : 'No minimum of the memorandum was breached.',
    paragraphs: [],
    facts: [
      { label: 'Between', value: names.map((name) => name ?? 'unidentified').join(' / ') },
      { label: 'Hour (UTC)', value: hour },
      { label: 'Class', value: file.encounter.class },
      { label: 'Closest point, horizontal', value: `${nm} NM` },
      { label: 'Closest point, vertical', value: ft === null ? 'not known' : `about ${ft} ft` },
      { label: 'Clauses breached', value: breached ? clauses.join(', ') : 'none' },
      { label: 'Standing of the case', value: STANDING_EN[standing] },
    ],
  };
}

function frenchOf(file: CaseFile, memorandum: Memorandum, standing: Releasable): ReleaseWords {
  const { nm, ft, hour, clauses, names } = factsOf(file, memorandum);
  const breached = clauses.length > 0;
  const distance = `${nm.replace('.', ',')} NM`;
  return {
    title: `Deux aéronefs se sont approchés à ${distance}`,
    summary: breached ? 'Un minimum du mémorandum a été enfreint.' : 'Aucun minimum du mémorandum n’a été enfreint.',
    paragraphs: [],
    facts: [
      { label: 'Entre', value: names.map((name) => name ?? 'non identifié').join(' / ') },
      { label: 'Heure (UTC)', value: hour },
      { label: 'Classe', value: CLASSES_FR[file.encounter.class] },
      { label: 'Point le plus proche, horizontalement', value: distance },
      { label: 'Point le plus proche, verticalement', value: ft === null ? 'inconnu' : `environ ${ft} ft` },
      { label: 'Clauses enfreintes', value: breached ? clauses.join(', ') : 'aucune' },
      { label: 'État du dossier', value: STANDING_FR[standing] },
    ],
  };
}

/** Range against time, with the minimum that was breached, else lost, else bound the two; null where none is known. */
function plotOf({ encounter, samples }: CaseFile, memorandum: Memorandum): Plot | null {
  const own = (encounter.breaches[0] ?? encounter.losses[0])?.clause;
  const clause = memorandum.clauses.find(
    (one) => one.kind === 'separation_minimum' && (own === undefined || one.id === own),
  );
  if (samples.length < 2 || clause?.kind !== 'separation_minimum') return null;
  const every = Math.ceil(samples.length / MOST_POINTS);
  const shown = samples.filter((_, i) => i % every === 0 || i === samples.length - 1).slice(-MOST_POINTS);
  return {
    time_s: shown.map(({ time_ms }) => Math.round((time_ms - encounter.t_cpa_ms) / 1000)),
    range_m: shown.map(({ range_m }) => Math.round(range_m / RANGE_STEP_M) * RANGE_STEP_M),
    lateral_minimum_m: clause.lateral_m,
  };
}

/** The address of a case's release: its day, and what tells it from others of that day. */
export function releaseIdOf(time_ms: number | null, findings_sha256: string): string {
  const day = time_ms === null ? 'undated' : new Date(time_ms).toISOString().slice(0, 10);
  return `case-${day}-${findings_sha256.slice(0, 8)}`;
}
