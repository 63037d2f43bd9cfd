import {
  type Followed,
  MissionFollower,
  type Moving,
  type StandingMission,
  type TrackState,
  type WaysOut,
  waysOutInFlight,
} from '@skyaccord/accord';
import { NodeError } from '../errors.ts';
import type { Picture } from '../picture/picture.ts';
import type { MissionDesk } from './desk.ts';
import type { MissionStep } from './step.ts';

/** Missions under way are looked at this often, in the node's time, ms. */
const EVERY_MS = 5_000;
/** Traffic further from the aircraft of a mission than this is not drawn ahead for it, degrees of latitude. */
const NEAR_DEG = 2.5;
/** A track that was not seen for this long tells nothing of where its aircraft is, ms. */
const OLD_MS = 60_000;

/**
 * Missions under way, held against the tracks of their aircraft, which are known by their address or callsign. What
 * does not keep to its plan becomes nonconforming, by a step in the journal; traffic that is predicted into the path of
 * a mission is told once, and on demand there are ways out.
 */
export class MissionFlights {
  readonly #desk: MissionDesk;
  readonly #picture: Picture;
  readonly #follower = new MissionFollower();
  /** Mission and track of warnings that stand, so that each is told once. */
  #warned = new Set<string>();
  #looked_ms = 0;

  constructor(desk: MissionDesk, picture: Picture) {
    this.#desk = desk;
    this.#picture = picture;
  }

  followed(): readonly Followed[] {
    return this.#follower.followed();
  }

  /** The steps that follow from where aircraft are now; mostly none, and nothing is looked at but every 5 s. */
  look(now_ms: number): readonly MissionStep[] {
    if (now_ms < this.#looked_ms) this.#warned.clear();
    else if (now_ms - this.#looked_ms < EVERY_MS) return [];
    this.#looked_ms = now_ms;
    const flying = this.#flying();
    if (flying.length === 0) return [];
    const tracks = this.#tracks(now_ms);
    const steps: MissionStep[] = [];
    const warned = new Set<string>();
    for (const standing of flying) {
      const own = ownTrack(standing, tracks);
      if (own === null) continue;
      const { mission } = standing;
      const to = this.#follower.seen(standing, {
        time_ms: own.seen_ms,
        latitude_deg: own.latitude_deg,
        longitude_deg: own.longitude_deg,
        accuracy_m: own.accuracy_m,
        altitude_m: own.altitude_m,
      });
      if (to !== null) steps.push({ step: 'moved', at_ms: now_ms, mission: mission.id, to });
      const findings = this.#ways(standing, own, tracks, now_ms)?.findings ?? [];
      for (const { kind, mission: other, clause, says } of findings) {
        if (kind !== 'mission' || other?.startsWith('track ') !== true) continue;
        const name = `${mission.id} ${other}`;
        warned.add(name);
        if (!this.#warned.has(name)) {
          this.#desk.note({ time_ms: now_ms, mission: mission.id, party: mission.party, clause, says });
        }
      }
    }
    this.#warned = warned;
    return steps;
  }

  /**
   * Ways out for a mission under way, from where its aircraft is.
   *
   * @throws NodeError mission_not_found, or mission_not_seen when no track has its address or callsign
   */
  waysOut(id: string, now_ms: number, wanted: number | undefined): WaysOut {
    const standing = this.#flying().find(({ mission }) => mission.id === id);
    if (standing === undefined) {
      throw new NodeError('mission_not_found', 'No mission of that id is under way.', { field: 'mission', value: id });
    }
    const tracks = this.#tracks(now_ms);
    const own = ownTrack(standing, tracks);
    const ways = own === null ? null : this.#ways(standing, own, tracks, now_ms, wanted);
    if (ways === null) throw new NodeError('mission_not_seen', undefined, { field: 'mission', value: id });
    this.#desk.hold(ways.offers);
    return ways;
  }

  #flying(): readonly StandingMission[] {
    return this.#desk.book.all().filter(({ state }) => state !== 'accepted' && state !== 'ended');
  }

  #tracks(now_ms: number): readonly TrackState[] {
    return this.#picture.tracks().filter(({ on_ground, seen_ms }) => !on_ground && now_ms - seen_ms <= OLD_MS);
  }

  #ways(
    standing: StandingMission,
    own: TrackState,
    tracks: readonly TrackState[],
    now_ms: number,
    wanted?: number,
  ): WaysOut | null {
    const { mission } = standing;
    // Aircraft of missions are where their plans say, or their missions are nonconforming and rank first.
    const planned = new Set(this.#flying().flatMap((one) => ownTrack(one, tracks)?.track ?? []));
    const others = tracks.filter(
      (track) =>
        track.track !== own.track &&
        Math.abs(track.latitude_deg - own.latitude_deg) <= NEAR_DEG &&
        !planned.has(track.track),
    );
    const sky = this.#desk.book.skyFor(mission.party, now_ms);
    return waysOutInFlight(mission, movingOf(own), others.map(movingOf), sky, wanted);
  }
}

function ownTrack({ mission }: StandingMission, tracks: readonly TrackState[]): TrackState | null {
  const { address } = mission.aircraft;
  const addressed = tracks.find(({ track, party }) => track === address && (party === null || party === mission.party));
  if (addressed !== undefined) return addressed;
  if (mission.callsign === null) return null;
  const named = tracks.filter(({ callsign }) => callsign === mission.callsign);
  // Anyone can transmit a callsign: where a party is known it must be the mission's.
  return named.find(({ party }) => party === mission.party) ?? named.find(({ party }) => party === null) ?? null;
}

function movingOf(track: TrackState): Moving {
  const { seen_ms, altitude_datum, altitude_m, ...rest } = track;
  return {
    track: rest.track,
    party: rest.party,
    crew: rest.crew,
    time_ms: seen_ms,
    latitude_deg: rest.latitude_deg,
    longitude_deg: rest.longitude_deg,
    accuracy_m: rest.accuracy_m,
    // A height against another datum may be hundreds of metres off: it counts as not known.
    altitude_m: altitude_datum === 'pressure' ? altitude_m : null,
    ground_speed_mps: rest.ground_speed_mps,
    track_deg: rest.track_deg,
    vertical_rate_mps: rest.vertical_rate_mps,
  };
}
