import { type Conformance, conformanceAfter, type Deviation, deviationFrom, type Sighted } from './conformance.ts';
import type { MissionState, StandingMission } from './states.ts';

/** A mission under way, compared with where its aircraft was seen. */
export type Followed = { readonly mission: string; readonly time_ms: number; readonly deviation: Deviation };

/** Follows missions that are under way against what is seen of their aircraft, and says when their state changes. */
export class MissionFollower {
  readonly #standing = new Map<string, { seen_ms: number; outside_since_ms: number | null; last: Followed | null }>();

  /** The newest comparison of each mission that is followed, by id. */
  followed(): readonly Followed[] {
    return [...this.#standing.values()].flatMap(({ last }) => last ?? []);
  }

  /**
   * Takes in a sighting of the aircraft of a mission.
   *
   * @returns the state that it should come into; null where it stays as it is
   */
  seen({ mission, state }: StandingMission, sighted: Sighted): MissionState | null {
    if (state === 'ended' || state === 'accepted') {
      this.#standing.delete(mission.id);
      return null;
    }
    const before = this.#standing.get(mission.id) ?? { seen_ms: 0, outside_since_ms: null, last: null };
    if (sighted.time_ms <= before.seen_ms) return null;
    const deviation = deviationFrom(mission, sighted);
    if (deviation === null) return null;
    const was: Conformance = { state, outside_since_ms: before.outside_since_ms };
    const now = conformanceAfter(was, deviation, sighted.time_ms);
    const last = { mission: mission.id, time_ms: sighted.time_ms, deviation };
    this.#standing.set(mission.id, { seen_ms: sighted.time_ms, outside_since_ms: now.outside_since_ms, last });
    return now.state === state ? null : now.state;
  }
}
