import { fromEcef } from '@skyaccord/sky';
import { SAMPLE_WIDTH } from '../encounters/measure.ts';
import type { Pair } from '../encounters/pair.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import type { Alert, CaseAdvisory, CaseAircraft, CaseFile, CaseSample, Encounter } from '../outcome.ts';
import type { TrackTable } from '../tracks/table.ts';

/** Advisories kept of one pass; a pass that says more has said enough. */
const MAX_ADVISORIES = 200;

/** A case while its pass lasts. JSON-safe. */
export type OpenCase = { readonly id: string; readonly opened_ms: number; advisories: CaseAdvisory[] };

/** Time to the second and both tracks: unique, since a pair has one pass at a time, and the same on every node. */
function caseId(a: string, b: string, opened_ms: number): string {
  const utc = new Date(opened_ms)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  return `${utc}-${a}-${b}`;
}

export function openCase(pair: Pair, now_ms: number): OpenCase {
  return { id: caseId(pair.a, pair.b, now_ms), opened_ms: now_ms, advisories: [] };
}

export function noteAdvisory(
  advisories: CaseAdvisory[],
  alert: Alert,
  level: CaseAdvisory['level'],
  now_ms: number,
): void {
  if (advisories.length >= MAX_ADVISORIES) return;
  advisories.push({
    time_ms: now_ms,
    level,
    clause: alert.findings[0]!.clause,
    range_m: alert.range_m,
    vertical_m: alert.vertical_m,
    h_cpa_m: alert.cpa.h_cpa_m,
    t_cpa_ms: alert.cpa.t_cpa_ms,
    advice: alert.advice.map((one) => `${one.for}: ${one.words}`),
  });
}

export function closeCase(
  open: OpenCase,
  pair: Pair,
  encounter: Encounter,
  table: TrackTable,
  memorandum: Memorandum,
  now_ms: number,
): CaseFile {
  return {
    id: open.id,
    opened_ms: open.opened_ms,
    closed_ms: now_ms,
    memorandum: memorandum.id,
    version: memorandum.version,
    encounter,
    a: caseAircraft(table, pair.slot_a),
    b: caseAircraft(table, pair.slot_b),
    advisories: open.advisories,
    samples: samplesOf(pair.measured.samples),
    area: memorandum.area?.name ?? null,
  };
}

function caseAircraft(table: TrackTable, slot: number): CaseAircraft {
  const { id, identity, sources } = table.words[slot]!;
  return { track: id, identity, reports: table.reports_seen[slot]!, sources: [...sources] };
}

const place = new Float64Array(2);
const orNull = (x: number): number | null => (!Number.isNaN(x) ? x : null);

function samplesOf(numbers: readonly number[]): CaseSample[] {
  const samples: CaseSample[] = [];
  for (let i = 0; i < numbers.length; i += SAMPLE_WIDTH) {
    const up_m = orNull(numbers[i + 2]!);
    samples.push({
      time_ms: Math.round(numbers[i]!),
      range_m: numbers[i + 1]!,
      vertical_m: up_m === null ? null : Math.abs(up_m),
      a: placeOf(numbers, i + 3),
      b: placeOf(numbers, i + 7),
    });
  }
  return samples;
}

function placeOf(numbers: readonly number[], i: number): CaseSample['a'] {
  fromEcef(numbers[i]!, numbers[i + 1]!, numbers[i + 2]!, place);
  return [place[0]!, place[1]!, orNull(numbers[i + 3]!)];
}
