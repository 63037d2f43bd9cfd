import type { Encounter } from '@skyaccord/accord';
import { apart, type Path, scaled } from './path.ts';
import type { Checked, Row } from './recordings.ts';
import type { Said } from './watched.ts';

/** Beyond these, a difference between list and watch has to be explained. */
const SAME_S = 5;
const SAME_M = 100;
/** Rows give whole metres and feet, and instants of whole seconds. */
const ROUNDED_M = 1;
/** A track under a ground station's address may be another one's aircraft for this long after the later one began. */
const UNDECIDED_S = 30;
/** Heights differ by this much, and another kind of height was compared. */
const HEIGHT_M = 15;
const M_PER_FT = 0.3048;
/** As the watch has it (docs/tracks.md): reports further apart are not joined. */
const OUR_GAP_S = 45;

export type Verdict = { readonly row: Row; readonly ours: Encounter | null; readonly why: string };

export const AGREES = 'agrees';
export const UNEXPLAINED = 'UNEXPLAINED';

/** Why the watch and the list differ on a pair, told from the reports and from what the watch said, by rule. */
export function explain(one: Checked, row: Row, said: Said, a: Path, b: Path): Verdict {
  const measured = said.encounters.filter((e) => e.basis === 'measured');
  const near = measured.find((e) => agrees(row, e));
  if (near !== undefined) return { row, ours: near, why: AGREES };
  const ours = measured.reduce<Encounter | null>(
    (best, e) => (best === null || scaled(e.h_cpa_m, e.v_cpa_m) < scaled(best.h_cpa_m, best.v_cpa_m) ? e : best),
    null,
  );
  return { row, ours, why: reasonFor(one, row, ours, said, a, b) };
}

const agrees = (row: Row, e: Encounter): boolean =>
  Math.abs(e.t_cpa_ms - row.time_ms) <= SAME_S * 1000 && Math.abs(e.h_cpa_m - row.h_m) <= SAME_M;

function reasonFor(one: Checked, row: Row, ours: Encounter | null, said: Said, a: Path, b: Path): string {
  if (said.fused) return 'one aircraft heard twice';
  if (mayStillBeOne(row, a, b)) return 'too soon to tell from one aircraft heard twice';
  if (Math.max(a.gap_s(row.time_ms), b.gap_s(row.time_ms)) > OUR_GAP_S) return 'reports over 45 s apart';
  const then = apart(a, b, row.time_ms, one.height);
  if (then === null || Math.abs(then.h_m - row.h_m) > SAME_M) return 'a place that the reports do not give';
  if (then.v_m === null || Math.abs(then.v_m - row.v_m) > HEIGHT_M) return 'a height that the reports do not give';
  if (ours === null) {
    if (said.on_ground) return 'on the ground';
    return UNEXPLAINED;
  }
  if (scaled(ours.h_cpa_m, ours.v_cpa_m) <= scaled(row.h_m + ROUNDED_M, row.v_m + ROUNDED_M)) {
    return closer(one, row, ours, a, b);
  }
  if (said.on_ground) return 'on the ground';
  if (said.doubled) return 'fused with another source';
  return UNEXPLAINED;
}

/** A ground station's address, and the later of the two tracks has just begun. */
function mayStillBeOne(row: Row, a: Path, b: Path): boolean {
  const begun_ms = Math.max(a.begun_ms(row.time_ms), b.begun_ms(row.time_ms));
  return (a.relayed || b.relayed) && row.time_ms - begun_ms <= UNDECIDED_S * 1000;
}

/** The watch found a closer instant than the list: what kept the list from it? */
function closer(one: Checked, row: Row, ours: Encounter, a: Path, b: Path): string {
  const x = a.at(ours.t_cpa_ms, one.height);
  const y = b.at(ours.t_cpa_ms, one.height);
  if (x === null || y === null) return UNEXPLAINED;
  if (Math.min(x.speed_mps, y.speed_mps) < one.least_mps) return 'closer while slower than the list looks';
  if (Math.abs(ours.t_cpa_ms - row.time_ms) <= 1000) return "closer between the list's samples, a second apart";
  if ((ours.v_cpa_m ?? 0) > one.vertical_ft * M_PER_FT) return 'closer above or below what the list looks at';
  if (Math.max(a.gap_s(ours.t_cpa_ms), b.gap_s(ours.t_cpa_ms)) > one.gap_s)
    return 'closer between reports the list does not join';
  const v_m = x.altitude_m === null || y.altitude_m === null ? null : Math.abs(x.altitude_m - y.altitude_m);
  if (v_m === null || Math.abs(v_m - (ours.v_cpa_m ?? 0)) > HEIGHT_M) return 'another height';
  return 'as close at another instant';
}
