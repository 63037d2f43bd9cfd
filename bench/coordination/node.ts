import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMemorandum } from '@skyaccord/accord';
import { destination, SweptGrid } from '@skyaccord/sky';
import type { Observation } from '@skyaccord/wire';
import { adviseBoth } from '../../packages/accord/src/advice/advise.ts';
import { Episodes } from '../../packages/accord/src/advice/episodes.ts';
import { findClauses } from '../../packages/accord/src/alerts/findings.ts';
import { noAlert } from '../../packages/accord/src/alerts/standing.ts';
import { PairGeometry } from '../../packages/accord/src/encounters/geometry.ts';
import { openPair } from '../../packages/accord/src/encounters/pair.ts';
import type { Memorandum } from '../../packages/accord/src/memorandum/memorandum.ts';
import type { Advice } from '../../packages/accord/src/outcome.ts';
import { TrackTable } from '../../packages/accord/src/tracks/table.ts';
import { applyObservation } from '../../packages/accord/src/tracks/update.ts';
import { placeTrack, reachOf } from '../../packages/accord/src/watch/search.ts';
import type { Accuracy, Motion } from './encounter.ts';

const MEMORANDA = join(import.meta.dirname, '../../examples/memoranda');
export const memorandumOf = (name: string): Memorandum =>
  parseMemorandum(readFileSync(join(MEMORANDA, `${name}.yaml`), 'utf8')).memorandum;

const NOW_MS = 1_735_732_800_000;
const NAMES = ['a00001', 'b00002'] as const;
const PARTIES = ['first', 'second'] as const;
const place = new Float64Array(2);
const geometry = new PairGeometry();

/**
 * What the node of one of the two advises its aircraft, given what it sees of both and, over a live link, what the
 * other was advised; null where it sees no reason to. `ms` is what the advice alone cost.
 */
export function adviseOwn(
  memorandum: Memorandum,
  own: 0 | 1,
  sees: readonly Motion[],
  accuracy: Accuracy,
  linked: Advice | null,
): { advice: Advice | null; ms: number } {
  const table = new TrackTable();
  const grid = new SweptGrid(16);
  const reach = reachOf(memorandum);
  for (const [i, motion] of sees.entries()) {
    const { slot } = applyObservation(table, report(NAMES[i]!, motion, accuracy), NOW_MS);
    const words = table.words[slot]!;
    words.identity = { ...words.identity, party: PARTIES[i]!, crew: 'crewed' };
    placeTrack(grid, table, slot, reach);
  }
  const pair = openPair(memorandum, table, 0, 1, NOW_MS);
  geometry.set(table, 0, 1, NOW_MS);
  const alert = noAlert();
  alert.findings = findClauses(pair, geometry, memorandum, NOW_MS, false);
  if (alert.findings.length === 0) return { advice: null, ms: 0 };
  const advised = new Set([PARTIES[own]]);
  const started = performance.now();
  const given = adviseBoth(
    {
      table,
      grid,
      memorandum,
      ahead_s: reach.ahead_s,
      pairs: new Map(),
      advised,
      advisories: new Set(),
      linked: { of: () => linked },
      categoriesOf: () => null,
      episodes: new Episodes(),
    },
    pair,
    alert,
    NOW_MS,
  );
  const ms = performance.now() - started;
  return { advice: given[0] ?? null, ms };
}

function report(address: string, motion: Motion, accuracy: Accuracy): Observation {
  // At the equator north is north for both, so that the plane of the encounter is the frame of each.
  destination(0.001, 0, motion.x, motion.y, place);
  const track_deg = (Math.atan2(motion.vx, motion.vy) * 180) / Math.PI;
  return {
    source: address,
    sequence: 0,
    time_ms: NOW_MS,
    address,
    address_kind: 'icao',
    technology: 'adsb',
    callsign: null,
    registration: null,
    category: 'A3',
    latitude_deg: place[0]!,
    longitude_deg: place[1]!,
    pressure_altitude_m: motion.z,
    geometric_altitude_m: null,
    geometric_datum: 'unknown',
    on_ground: false,
    ground_speed_mps: Math.hypot(motion.vx, motion.vy),
    track_deg: (track_deg + 360) % 360,
    vertical_rate_mps: motion.vz,
    resolution_advisory: null,
    position_accuracy_m: accuracy.position_m,
    altitude_accuracy_m: accuracy.altitude_m,
    velocity_accuracy_mps: accuracy.velocity_mps,
    party: null,
  };
}
