import type { Alert, Identity, Outcome, TrackState } from '@skyaccord/accord';
import type { WatchCounts, WatchPicture, WatchResult } from '../watch/protocol.ts';
import { type Motion, PACKED_WIDTH, type Row, rowOf, unpackMotion } from '../watch/rows.ts';
import { History, type TrailPoint } from './history.ts';

type Track = {
  readonly index: number;
  readonly track: string;
  identity: Identity;
  motion: Motion | null;
  /** Identities before the present one, with the time until which each held; at most `MAX_FORMER`. */
  readonly former: { readonly until_ms: number; readonly identity: Identity }[];
  dropped_ms: number | null;
  started_ms: number;
};

const MAX_FORMER = 16;
/** Points of all trails together in one message; shared among the tracks, so that 10,000 aircraft do not make 30 MB. */
const MAX_TRAIL_POINTS = 40_000;

/**
 * The sky as far as it is durable: what readers are shown now, and what it was a while ago. Fed with released results
 * only, so that nothing in it can be ahead of the journal.
 */
export class Picture {
  readonly #history: History;
  readonly #byId = new Map<string, Track>();
  readonly #byIndex = new Map<number, Track>();
  /** Numbers given in the result that is being applied, not yet claimed by the track that starts with it. */
  #started: { readonly index: number; readonly track: string }[] = [];
  readonly #alerts = new Map<string, Alert>();
  #order: readonly string[] = [];
  #counts: WatchCounts = { tracks: 0, alerts: 0, encounters: 0, observations: 0 };
  #openCases = 0;
  /** Rises with each case that opens or closes. */
  caseChanges = 0;

  constructor(history: History = new History()) {
    this.#history = history;
  }

  get counts(): WatchCounts {
    return this.#counts;
  }

  get openCases(): number {
    return this.#openCases;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** A new run: nothing of the one before is shown any more. */
  clear(): void {
    this.#history.clear();
    this.#byId.clear();
    this.#byIndex.clear();
    this.#alerts.clear();
    this.#order = [];
    this.#counts = { tracks: 0, alerts: 0, encounters: 0, observations: 0 };
    this.#openCases = 0;
    this.caseChanges++;
  }

  /** Takes up a watch that was rebuilt after a stop. */
  restore(picture: WatchPicture, time_ms: number, openCases: number): void {
    this.clear();
    for (const { index, state, identity } of picture.tracks) {
      const track = this.#start(index, state.track, identity, time_ms);
      track.motion = state;
    }
    for (const alert of picture.alerts) this.#alerts.set(alert.id, alert);
    this.#order = picture.alerts.map((alert) => alert.id);
    this.#counts = picture.counts;
    this.#openCases = openCases;
  }

  apply(result: WatchResult, outcomes: readonly Outcome[]): void {
    this.#history.add(result.rows);
    this.#started = [...result.started];
    for (const outcome of outcomes) this.#outcome(outcome);
    for (let offset = 0; offset < result.rows.length; offset += PACKED_WIDTH) {
      const track = this.#byIndex.get(result.rows[offset]!);
      if (track !== undefined) track.motion = unpackMotion(result.rows, offset);
    }
    if (result.order !== null) this.#order = result.order;
    this.#counts = result.counts;
    this.#prune();
  }

  #outcome(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'track_started': {
        const at = this.#started.findIndex(({ track }) => track === outcome.track);
        // Without a number the track was over before it had a row.
        if (at < 0) break;
        this.#start(this.#started[at]!.index, outcome.track, outcome.identity, outcome.time_ms);
        this.#started.splice(at, 1);
        break;
      }
      case 'track_identified': {
        const track = this.#byId.get(outcome.track);
        if (track === undefined) break;
        if (sameAircraft(track.identity, outcome.identity)) {
          // Two receivers that take turns change the technology every second; that is not another identity.
          track.identity = outcome.identity;
          break;
        }
        track.former.push({ until_ms: outcome.time_ms, identity: track.identity });
        if (track.former.length > MAX_FORMER) track.former.shift();
        track.identity = outcome.identity;
        break;
      }
      case 'track_dropped': {
        const track = this.#byId.get(outcome.track);
        if (track === undefined) break;
        track.dropped_ms = outcome.time_ms;
        this.#byId.delete(outcome.track);
        this.#history.end(track.index);
        break;
      }
      case 'alert_raised':
      case 'alert_updated':
        this.#alerts.set(outcome.alert.id, outcome.alert);
        break;
      case 'alert_cleared':
        this.#alerts.delete(outcome.alert);
        break;
      case 'case_opened':
        this.#openCases++;
        this.caseChanges++;
        break;
      case 'case_closed':
        this.#openCases--;
        this.caseChanges++;
        break;
      default:
    }
  }

  #start(index: number, track: string, identity: Identity, started_ms: number): Track {
    const entry: Track = { index, track, identity, motion: null, former: [], dropped_ms: null, started_ms };
    this.#byIndex.set(index, entry);
    this.#byId.set(track, entry);
    return entry;
  }

  #prune(): void {
    if (this.#byIndex.size < 2 * this.#byId.size + 1_000) return;
    const kept = new Set(this.#history.indices());
    for (const [index, track] of this.#byIndex) {
      if (track.dropped_ms !== null && !kept.has(index)) this.#byIndex.delete(index);
    }
  }

  tracks(): TrackState[] {
    const states: TrackState[] = [];
    for (const track of this.#byId.values()) if (track.motion !== null) states.push(stateOf(track, track.motion));
    return states;
  }

  track(id: string): { track: TrackState; identity: Identity; trail: TrailPoint[] } | null {
    const track = this.#byId.get(id);
    if (track?.motion == null) return null;
    const trail = this.#history.trail(track.index, Number.POSITIVE_INFINITY);
    return { track: stateOf(track, track.motion), identity: track.identity, trail };
  }

  rows(): Row[] {
    const rows: Row[] = [];
    for (const { track, motion } of this.#byId.values()) if (motion !== null) rows.push(rowOf(track, motion));
    return rows;
  }

  identities(): Record<string, Identity> {
    return Object.fromEntries([...this.#byId.values()].map(({ track, identity }) => [track, identity]));
  }

  trails(): Record<string, TrailPoint[]> {
    return this.#trails([...this.#byId.values()], Number.POSITIVE_INFINITY);
  }

  /** Standing now, most urgent first. */
  alerts(): Alert[] {
    const alerts: Alert[] = [];
    for (const id of this.#order) {
      const alert = this.#alerts.get(id);
      if (alert !== undefined) alerts.push(alert);
    }
    return alerts;
  }

  /** The span that `at` can be asked for; null before the first report. */
  reach(): { from_ms: number; to_ms: number } | null {
    const { from_ms, to_ms } = this.#history;
    return from_ms === null || to_ms === null ? null : { from_ms, to_ms };
  }

  /** The tracks as they stood at a time, with the identity they had then. */
  at(time_ms: number): { tracks: TrackState[]; trails: Record<string, TrailPoint[]> } {
    const alive: Track[] = [];
    const tracks: TrackState[] = [];
    for (const track of this.#byIndex.values()) {
      if (track.started_ms > time_ms || (track.dropped_ms !== null && track.dropped_ms <= time_ms)) continue;
      const row = this.#history.rowAt(track.index, time_ms);
      if (row === null) continue;
      alive.push(track);
      const then = track.former.find((former) => former.until_ms > time_ms)?.identity ?? track.identity;
      tracks.push(stateOf({ ...track, identity: then }, unpackMotion(row, 0)));
    }
    return { tracks, trails: this.#trails(alive, time_ms) };
  }

  #trails(tracks: readonly Track[], time_ms: number): Record<string, TrailPoint[]> {
    const points = Math.min(64, Math.floor(MAX_TRAIL_POINTS / Math.max(1, tracks.length)));
    if (points < 2) return {};
    return Object.fromEntries(
      tracks.map(({ track, index }) => [track, this.#history.trail(index, time_ms, points)] as const),
    );
  }
}

function sameAircraft(x: Identity, y: Identity): boolean {
  return x.callsign === y.callsign && x.party === y.party && x.crew === y.crew && x.category === y.category;
}

function stateOf({ track, identity }: { track: string; identity: Identity }, motion: Motion): TrackState {
  const { callsign, party, crew, category, technology } = identity;
  return {
    track,
    callsign,
    party,
    crew,
    seen_ms: motion.seen_ms,
    latitude_deg: motion.latitude_deg,
    longitude_deg: motion.longitude_deg,
    altitude_m: motion.altitude_m,
    altitude_datum: motion.altitude_datum,
    ground_speed_mps: motion.ground_speed_mps,
    track_deg: motion.track_deg,
    vertical_rate_mps: motion.vertical_rate_mps,
    accuracy_m: motion.accuracy_m,
    category,
    technology,
    on_ground: motion.on_ground,
  };
}
