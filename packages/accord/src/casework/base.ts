import type { EncounterClass } from '../memorandum/memorandum.ts';
import type { CaseFile } from '../outcome.ts';
import { type Figures, recordedFigures } from './figures.ts';
import type { CaseSide } from './step.ts';

/** What the work on a case needs of its file: small, since a node keeps it of every case at hand. */
export type CaseBase = {
  readonly id: string;
  readonly opened_ms: number;
  readonly closed_ms: number;
  readonly memorandum: string;
  readonly version: number;
  readonly class: EncounterClass;
  /** The clause of the first breach, else of the first loss, else of what was said first. */
  readonly clause: string | null;
  readonly breached: readonly string[];
  readonly area: string | null;
  readonly sides: readonly [CaseSide, CaseSide];
  /** Parties of the two aircraft, each once; none where both are unidentified. */
  readonly parties: readonly string[];
  readonly recorded: Figures;
  /** Where the two were at the closest point, half way between them; null without samples. */
  readonly place: { readonly latitude_deg: number; readonly longitude_deg: number } | null;
};

export function baseOf(file: CaseFile): CaseBase {
  const { encounter, samples } = file;
  const sideOf = ({ track, identity }: CaseFile['a']): CaseSide => {
    return { track, callsign: identity.callsign, party: identity.party };
  };
  const sides = [sideOf(file.a), sideOf(file.b)] as const;
  const breached = [...new Set(encounter.breaches.map(({ clause }) => clause))];
  return {
    id: file.id,
    opened_ms: file.opened_ms,
    closed_ms: file.closed_ms,
    memorandum: file.memorandum,
    version: file.version,
    class: encounter.class,
    clause: breached[0] ?? encounter.losses[0]?.clause ?? file.advisories[0]?.clause ?? null,
    breached,
    area: file.area,
    sides,
    parties: partiesOf(sides),
    recorded: recordedFigures(file),
    place: placeAt(samples, encounter.t_cpa_ms),
  };
}

const partiesOf = (sides: readonly CaseSide[]): string[] =>
  [...new Set(sides.flatMap(({ party }) => (party === null ? [] : [party])))].sort();

function placeAt(samples: CaseFile['samples'], time_ms: number): CaseBase['place'] {
  const near = samples.find((sample) => sample.time_ms >= time_ms) ?? samples.at(-1);
  if (near === undefined) return null;
  const { a, b } = near;
  const turn_deg = b[1] - a[1];
  const apart_deg = turn_deg > 180 ? turn_deg - 360 : turn_deg < -180 ? turn_deg + 360 : turn_deg;
  return { latitude_deg: (a[0] + b[0]) / 2, longitude_deg: a[1] + apart_deg / 2 };
}
