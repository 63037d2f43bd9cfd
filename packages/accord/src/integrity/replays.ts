import type { Observation } from '@skyaccord/wire';
import { fromBase64, type Pack, toBase64, type Unpack } from '../saved.ts';
import { EXACT, MATCH_LATITUDE, MATCH_LONGITUDE, MATCHED, type Memory, ROUGH, SHIFT_MS } from './memory.ts';
import { REPLAY_SHIFT_S, REPLAY_STEADY_S, REPLAYED } from './rules.ts';

/** Reports remembered; the newest of two that share a place stays. A power of two. */
const PLACES = 32_768;
/** One report in so many is remembered: which one is decided by what it says, so that a repetition picks the same. */
const ONE_IN = 8;

const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);

/** What was reported lately, by all aircraft, as fingerprints with their times: bounded, oldest overwritten. */
export class Replays {
  readonly #print = new Int32Array(PLACES);
  readonly #time_ms = new Float64Array(PLACES);

  /**
   * Remembers a report, and compares it with what was reported before. Returns the time in s by which it and the ones
   * before it repeat earlier reports, to the last digit of place, height and velocity; 0 when they do not.
   */
  check(memory: Memory, slot: number, o: Observation): number {
    if (o.ground_speed_mps === null || o.track_deg === null || o.ground_speed_mps === 0) return 0;
    const print = fingerprint(o);
    if (print % ONE_IN !== 0) return 0;
    const at = (print >>> 8) & (PLACES - 1);
    const shift_ms = this.#print[at] === print ? o.time_ms - this.#time_ms[at]! : 0;
    const replayed_s = shift_ms >= REPLAY_SHIFT_S * 1000 ? matched(memory, slot, o, shift_ms) : 0;
    // What is repeated keeps the time at which it was first said.
    if (!(shift_ms >= REPLAY_SHIFT_S * 1000)) {
      this.#print[at] = print;
      this.#time_ms[at] = o.time_ms;
    }
    return replayed_s;
  }

  save(pack: Pack = toBase64): string {
    const used: number[] = [];
    for (let at = 0; at < PLACES; at++) {
      if (this.#time_ms[at] !== 0) used.push(at, this.#print[at]!, this.#time_ms[at]!);
    }
    return pack(Float64Array.from(used));
  }

  restore(saved: string, unpack: Unpack = fromBase64): void {
    const used = unpack(saved);
    for (let i = 0; i < used.length; i += 3) {
      this.#print[used[i]!] = used[i + 1]!;
      this.#time_ms[used[i]!] = used[i + 2]!;
    }
  }
}

/** Counts repetitions by one steady time, each at another place than the one before. */
function matched(memory: Memory, slot: number, o: Observation, shift_ms: number): number {
  const { exact, rough } = memory;
  const e = slot * EXACT;
  const r = slot * ROUGH;
  if (exact[e + MATCH_LATITUDE] === o.latitude_deg && exact[e + MATCH_LONGITUDE] === o.longitude_deg) return 0;
  const steady = Math.abs(shift_ms - exact[e + SHIFT_MS]!) <= REPLAY_STEADY_S * 1000;
  rough[r + MATCHED] = steady ? rough[r + MATCHED]! + 1 : 1;
  exact[e + SHIFT_MS] = shift_ms;
  exact[e + MATCH_LATITUDE] = o.latitude_deg;
  exact[e + MATCH_LONGITUDE] = o.longitude_deg;
  return rough[r + MATCHED]! >= REPLAYED ? shift_ms / 1000 : 0;
}

/** FNV-1a (Fowler, Noll, Vo) over the bits of what a report says of place, height and velocity; never 0. */
function fingerprint(o: Observation): number {
  let hash = 0x811c9dc5;
  hash = mix(hash, o.latitude_deg);
  hash = mix(hash, o.longitude_deg);
  hash = mix(hash, o.pressure_altitude_m ?? o.geometric_altitude_m ?? -1);
  hash = mix(hash, o.ground_speed_mps!);
  hash = mix(hash, o.track_deg!);
  hash ^= hash >>> 15;
  return hash | 0;
}

function mix(hash: number, value: number): number {
  bits[0] = value;
  const low = Math.imul(hash ^ words[0]!, 0x01000193);
  const high = Math.imul(low ^ (low >>> 13) ^ words[1]!, 0x01000193);
  return high ^ (high >>> 11);
}
