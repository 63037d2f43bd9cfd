import { type Encounter, type Outcome, replay, Watch } from '@skyaccord/accord';
import type { Observation } from '@skyaccord/wire';
import { type Checked, memorandumFor, type Row } from './recordings.ts';

/** What the watch said of the pair of one row, and of its two aircraft around the time of the row. */
export type Said = {
  readonly encounters: Encounter[];
  /** Heard as one aircraft at the time of the row. */
  fused: boolean;
  on_ground: boolean;
  /** One of the two was tracked under another address, too, at that time. */
  doubled: boolean;
};

/** Reports that settle what was so at the time of a row may come this much later. */
const SETTLE_MS = 30_000;

type Fused = { readonly track: string; readonly other: string; readonly from_ms: number; to_ms: number };

/** Runs a recording through a watch that watches every pair, and gathers what it says of each row. */
export function watchRows(one: Checked, observations: readonly Observation[], rows: readonly Row[]): Map<Row, Said> {
  const watch = new Watch({ memorandum: memorandumFor(one), advise: [] });
  const encounters: Encounter[] = [];
  const fused: Fused[] = [];
  const said = new Map<Row, Said>();
  for (const row of rows) {
    said.set(row, { encounters: [], fused: false, on_ground: false, doubled: false });
  }
  const pending = [...rows].sort((x, y) => x.time_ms - y.time_ms);
  for (const { outcomes } of replay(watch, observations)) {
    for (const outcome of outcomes) take(outcome, encounters, fused);
    const now_ms = watch.tick * 100;
    while (pending.length > 0 && pending[0]!.time_ms + SETTLE_MS < now_ms) pending.shift();
    for (const row of pending) {
      if (row.time_ms > now_ms) break;
      look(watch, row, said.get(row)!);
    }
  }
  for (const [row, of] of said) {
    const then = fused.filter((one) => one.from_ms <= row.time_ms + SETTLE_MS && one.to_ms >= row.time_ms);
    const names = (id: string): Set<string> =>
      new Set([id, ...then.filter((x) => x.other === id || x.track === id).flatMap((x) => [x.track, x.other])]);
    const [a, b] = [names(row.a), names(row.b)];
    of.fused = [...a].some((id) => b.has(id));
    of.doubled = a.size + b.size > 2;
    for (const e of encounters) {
      if ((a.has(e.a) && b.has(e.b)) || (a.has(e.b) && b.has(e.a))) of.encounters.push(e);
    }
  }
  return said;
}

function look(watch: Watch, row: Row, said: Said): void {
  const states = watch.trackStates([row.a, row.b]);
  if (states.some((one) => one.on_ground)) said.on_ground = true;
}

function take(outcome: Outcome, encounters: Encounter[], fused: Fused[]): void {
  if (outcome.kind === 'encounter_closed') encounters.push(outcome.encounter);
  if (outcome.kind === 'tracks_fused') {
    // Tracks are held for one only after a while: they were so from when they were first compared.
    const from_ms = outcome.time_ms - outcome.evidence.over_s * 1000;
    fused.push({ track: outcome.track, other: outcome.other, from_ms, to_ms: Infinity });
  }
  if (outcome.kind === 'tracks_parted') {
    const open = fused.findLast((one) => one.other === outcome.other && one.to_ms === Infinity);
    if (open !== undefined) open.to_ms = outcome.time_ms;
  }
}
