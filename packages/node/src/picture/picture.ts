import type { Alert, Identity, Notice, Outcome, TrackFlag, TrackState } from '@skyaccord/accord';
import type { WatchCounts, WatchPicture, WatchResult } from '../watch/protocol.ts';
import { type Motion, PACKED_WIDTH, type Row, rowOf, unpackMotion } from '../watch/rows.ts';
import { eventsOf, keepEvent, type TrackEvent } from './events.ts';
import { History, type TrailPoint } from './history.ts';

type Track = {
  /** The number that stands for it in rows; -1 until it has one: a track fused from its beginning has no rows. */
  index: number;
  readonly track: string;
  identity: Identity;
  motion: Motion | null;
  /** Identities before the present one, with the time until which each held; at most `MAX_FORMER`. */
  readonly former: { readonly until_ms: number; readonly identity: Identity }[];
  dropped_ms: number | null;
  started_ms: number;
  flags: readonly TrackFlag[];
  readonly events: TrackEvent[];
  /** The track that goes on for it while both are held to be one aircraft. */
  fused_into: string | null;
  /** The spans in which it was part of another, oldest first; at most `MAX_FORMER`. */
  readonly hidden: { readonly from_ms: number; until_ms: number }[];
};

const MAX_FORMER = 16;
/** Tracks that are over and fewer than this take no room worth looking for. */
const PRUNE_LEAST = 1_000;
/** Notices are kept for those who come after: so long, and at most so many. */
const NOTICE_MS = 10 * 60_000;
const MAX_NOTICES = 50;
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
  /** Newest first. */
  #notices: readonly Notice[] = [];
  #order: readonly string[] = [];
  #counts: WatchCounts = { tracks: 0, alerts: 0, encounters: 0, observations: 0 };
  #openCases = 0;
  #prune_at = PRUNE_LEAST;
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
    this.#notices = [];
    this.#order = [];
    this.#counts = { tracks: 0, alerts: 0, encounters: 0, observations: 0 };
    this.#openCases = 0;
    this.#prune_at = PRUNE_LEAST;
    this.caseChanges++;
  }

  /** Takes up a watch that was rebuilt after a stop. */
  restore(picture: WatchPicture, time_ms: number, openCases: number): void {
    this.clear();
    for (const { index, track: id, state, identity, flags, fused_into, fused_since_ms } of picture.tracks) {
      const track = this.#start(index, id, identity, time_ms);
      track.motion = state;
      track.flags = flags;
      if (fused_into !== null) hide(track, fused_into, fused_since_ms ?? time_ms);
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
    for (const { index, track: id } of this.#started) this.#place(index, id);
    for (let offset = 0; offset < result.rows.length; offset += PACKED_WIDTH) {
      const track = this.#byIndex.get(result.rows[offset]!);
      if (track !== undefined) track.motion = unpackMotion(result.rows, offset);
    }
    if (result.order !== null) this.#order = result.order;
    this.#counts = result.counts;
    this.#prune();
  }

  #outcome(outcome: Outcome): void {
    const before = outcome.kind === 'track_identified' ? this.#byId.get(outcome.track)?.identity : undefined;
    this.#change(outcome);
    // Two receivers that take turns change the technology every second: no event.
    if (outcome.kind === 'track_identified' && before !== undefined && sameAircraft(before, outcome.identity)) return;
    for (const { track, event } of eventsOf(outcome)) {
      const found = this.#byId.get(track);
      if (found !== undefined) keepEvent(found.events, event);
    }
  }

  #change(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'track_started': {
        const at = this.#started.findIndex(({ track }) => track === outcome.track);
        const [numbered] = at < 0 ? [] : this.#started.splice(at, 1);
        this.#start(numbered?.index ?? -1, outcome.track, outcome.identity, outcome.time_ms);
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
      case 'tracks_fused': {
        const other = this.#byId.get(outcome.other);
        if (other !== undefined) hide(other, outcome.track, outcome.time_ms);
        break;
      }
      case 'tracks_parted': {
        const other = this.#byId.get(outcome.other);
        if (other === undefined) break;
        other.fused_into = null;
        const span = other.hidden.at(-1);
        if (span !== undefined) span.until_ms = outcome.time_ms;
        break;
      }
      case 'track_flagged': {
        const track = this.#byId.get(outcome.track);
        if (track === undefined) break;
        track.flags = [...track.flags.filter(({ flag }) => flag !== outcome.flag.flag), outcome.flag];
        break;
      }
      case 'track_unflagged': {
        const track = this.#byId.get(outcome.track);
        if (track !== undefined) track.flags = track.flags.filter(({ flag }) => flag !== outcome.flag);
        break;
      }
      case 'permission_notice':
      case 'clause_notice':
        this.#notices = [outcome, ...this.#notices].slice(0, MAX_NOTICES);
        break;
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
    const entry: Track = {
      index,
      track,
      identity,
      motion: null,
      former: [],
      dropped_ms: null,
      started_ms,
      flags: [],
      events: [],
      fused_into: null,
      hidden: [],
    };
    if (index >= 0) this.#byIndex.set(index, entry);
    this.#byId.set(track, entry);
    return entry;
  }

  /** A number for a track that began without one, since it was part of another until now. */
  #place(index: number, id: string): void {
    const track = this.#byId.get(id);
    if (track === undefined || track.index >= 0) return;
    track.index = index;
    this.#byIndex.set(index, track);
  }

  /** Looks through all at most each time that half as many have come again: what is over may be kept for long. */
  #prune(): void {
    if (this.#byIndex.size < this.#prune_at) return;
    const kept = new Set(this.#history.indices());
    for (const [index, track] of this.#byIndex) {
      if (track.dropped_ms !== null && !kept.has(index)) this.#byIndex.delete(index);
    }
    this.#prune_at = 1.5 * this.#byIndex.size + PRUNE_LEAST;
  }

  tracks(): TrackState[] {
    const states: TrackState[] = [];
    for (const track of this.#visible()) states.push(stateOf(track, track.motion));
    return states;
  }

  /** One track, also one that is part of another now: then as it stood when it became so, and since. */
  track(id: string): {
    track: TrackState;
    identity: Identity;
    trail: TrailPoint[];
    fused_into: string | null;
    flags: readonly TrackFlag[];
    events: readonly TrackEvent[];
  } | null {
    const track = this.#byId.get(id);
    if (track?.motion == null) return null;
    const trail = this.#history.trail(track.index, Number.POSITIVE_INFINITY);
    const { identity, fused_into, flags, events } = track;
    return { track: stateOf(track, track.motion), identity, trail, fused_into, flags, events: [...events] };
  }

  rows(): Row[] {
    return [...this.#visible()].map(({ track, motion }) => rowOf(track, motion));
  }

  *#visible(): Generator<Track & { motion: Motion }> {
    for (const track of this.#byId.values()) {
      if (track.motion !== null && track.fused_into === null) yield track as Track & { motion: Motion };
    }
  }

  /** What is not to be believed as it stands, by track; those without a flag are left out. */
  flags(): Record<string, readonly TrackFlag[]> {
    const flagged = [...this.#byId.values()].filter(({ flags }) => flags.length > 0);
    return Object.fromEntries(flagged.map(({ track, flags }) => [track, flags]));
  }

  /** The tracks that are part of another now, under the one that goes on for them. */
  fused(): Record<string, string[]> {
    const fused: Record<string, string[]> = {};
    for (const { track, fused_into } of this.#byId.values()) {
      if (fused_into === null) continue;
      fused[fused_into] ??= [];
      fused[fused_into].push(track);
    }
    return fused;
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

  /** Aircraft where a clause asks them not to be, newest first: those of the 10 minutes before `now_ms`. */
  notices(now_ms: number): Notice[] {
    return this.#notices.filter(({ time_ms }) => time_ms >= now_ms - NOTICE_MS);
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
      if (track.hidden.some(({ from_ms, until_ms }) => from_ms <= time_ms && time_ms < until_ms)) continue;
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

/** Part of another track from now on. */
function hide(track: Track, into: string, from_ms: number): void {
  track.fused_into = into;
  track.hidden.push({ from_ms, until_ms: Number.POSITIVE_INFINITY });
  if (track.hidden.length > MAX_FORMER) track.hidden.shift();
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
