import type { Alert, CaseFile, Identity, Notice, Outcome, TrackFlag, TrackState } from '@skyaccord/accord';
import type { CaseSummary, Hello, PictureAnswer, Row, Tick, TrailPoint } from '../api/types.ts';
import { LEVELS } from '../format/words.ts';

/** As many as the node keeps; and a point no closer than this to the one before, so that they reach back minutes. */
const TRAIL_POINTS = 64;
const TRAIL_STEP_MS = 4000;

/** Cases kept here; the list of cases asks the node for more. */
const CASES_KEPT = 500;
/** Notices kept here; the page of an aircraft and the journal have them all. */
const NOTICES_KEPT = 50;

const COLUMNS = [
  'track',
  'latitude_deg',
  'longitude_deg',
  'altitude_m',
  'altitude_datum',
  'ground_speed_mps',
  'track_deg',
  'vertical_rate_mps',
  'accuracy_m',
  'seen_ms',
  'on_ground',
] as const;
type Column = (typeof COLUMNS)[number];

/** What a message changed that a person must hear of or a list must show. */
export type Change = {
  /** Raised now, or raised to a more urgent level. */
  alerts: { alert: Alert; news: 'raised' | 'escalated' }[];
  cleared: string[];
  notices: Notice[];
  alertsChanged: boolean;
  casesChanged: boolean;
  /** A verdict was given, a call logged or a question opened. */
  judged: boolean;
};

/**
 * The sky as the node tells it: built whole from `hello`, carried on by `tick`. Plain data without reactivity, since
 * thousands of rows a second pass through it; whoever shows it reads it a few times a second.
 */
export class Picture {
  time_ms = 0;
  tracks = new Map<string, TrackState>();
  identities = new Map<string, Identity>();
  trails = new Map<string, TrailPoint[]>();
  alerts = new Map<string, Alert>();
  cases = new Map<string, CaseSummary>();
  /** What is not to be believed of a track; tracks without flags are not in it. */
  flags = new Map<string, readonly TrackFlag[]>();
  /** Aircraft where a clause asks them not to be, newest first. */
  notices: readonly Notice[] = [];
  /** The tracks that stand for one aircraft together with the key, which alone is shown. */
  #fused = new Map<string, Set<string>>();
  /** The other way round: whom a track that is not shown goes with. */
  #leaders = new Map<string, string>();
  #columns = new Map<Column, number>();

  /** @throws {Error} when the node's rows lack a column that this page needs; the picture is then unchanged */
  static fromHello(hello: Hello): Picture {
    const picture = new Picture();
    for (const name of COLUMNS) {
      const index = hello.columns.indexOf(name);
      if (index < 0) {
        throw new Error(
          `The node's rows have no column '${name}': page and node are of different versions. Reload the page.`,
        );
      }
      picture.#columns.set(name, index);
    }
    picture.time_ms = hello.status.time_ms;
    picture.identities = new Map(Object.entries(hello.identities));
    picture.trails = new Map(Object.entries(hello.trails).map(([track, trail]) => [track, [...trail]]));
    picture.flags = new Map(Object.entries(hello.flags));
    for (const [track, others] of Object.entries(hello.fused)) {
      for (const other of others) picture.#fuse(track, other);
    }
    for (const row of hello.rows) picture.#place(row);
    picture.alerts = new Map(hello.alerts.map((alert) => [alert.id, alert]));
    picture.cases = new Map(hello.cases.map((summary) => [summary.id, summary]));
    picture.notices = hello.notices.slice(0, NOTICES_KEPT);
    return picture;
  }

  /** The sky as it stood at an earlier time. Identities are those of the tracks themselves, without evidence. */
  static fromAnswer(answer: PictureAnswer): Picture {
    const picture = new Picture();
    picture.time_ms = answer.time_ms;
    picture.tracks = new Map(answer.tracks.map((track) => [track.track, track]));
    picture.trails = new Map(Object.entries(answer.trails));
    picture.alerts = new Map(answer.alerts.map((alert) => [alert.id, alert]));
    return picture;
  }

  apply(tick: Tick): Change {
    const change: Change = {
      alerts: [],
      cleared: [],
      notices: [],
      alertsChanged: false,
      casesChanged: false,
      judged: false,
    };
    this.time_ms = tick.time_ms;
    // Outcomes first: they bring the identities of tracks whose first row stands in the same message.
    const dropped: string[] = [];
    for (const outcome of tick.outcomes) {
      if (outcome.kind === 'track_dropped') dropped.push(outcome.track);
      else this.#take(outcome, change);
    }
    for (const row of tick.rows ?? []) this.#place(row);
    for (const track of dropped) this.#remove(track);
    return change;
  }

  /** The track that stands for an aircraft heard under several addresses: of any other track, itself. */
  shownAs(track: string): string {
    let leader = track;
    // Bounded, since a chain that came to a circle must not hang the page.
    for (let steps = 0; steps < 16; steps += 1) {
      const next = this.#leaders.get(leader);
      if (next === undefined) break;
      leader = next;
    }
    return leader;
  }

  /** The further tracks that this one stands for, itself left out. */
  fusedWith(track: string): string[] {
    return [...(this.#fused.get(track) ?? [])].flatMap((other) => [other, ...this.fusedWith(other)]);
  }

  /** Standing alerts, most urgent first, in the order of the watch: by level, then by the time the minima are lost. */
  alertsByUrgency(): Alert[] {
    return [...this.alerts.values()].sort(
      (one, other) =>
        LEVELS[one.level].rank - LEVELS[other.level].rank ||
        (one.findings[0]?.entry_ms ?? 0) - (other.findings[0]?.entry_ms ?? 0) ||
        (one.id < other.id ? -1 : 1),
    );
  }

  /** Open ones first, then the newest. */
  casesByTime(): CaseSummary[] {
    return [...this.cases.values()].sort(
      (one, other) =>
        Number(other.state === 'open') - Number(one.state === 'open') ||
        other.opened_ms - one.opened_ms ||
        (one.id < other.id ? 1 : -1),
    );
  }

  #take(outcome: Exclude<Outcome, { kind: 'track_dropped' }>, change: Change): void {
    switch (outcome.kind) {
      case 'track_started':
      case 'track_identified':
        this.identities.set(outcome.track, outcome.identity);
        this.#identify(outcome.track, outcome.identity);
        break;
      case 'tracks_fused':
        this.#fuse(outcome.track, outcome.other);
        break;
      case 'tracks_parted':
        this.#part(outcome.track, outcome.other);
        break;
      case 'track_flagged': {
        const others = (this.flags.get(outcome.track) ?? []).filter(({ flag }) => flag !== outcome.flag.flag);
        this.flags.set(outcome.track, [...others, outcome.flag]);
        break;
      }
      case 'track_unflagged': {
        const left = (this.flags.get(outcome.track) ?? []).filter(({ flag }) => flag !== outcome.flag);
        if (left.length === 0) this.flags.delete(outcome.track);
        else this.flags.set(outcome.track, left);
        break;
      }
      case 'permission_notice':
      case 'clause_notice':
        this.notices = [outcome, ...this.notices].slice(0, NOTICES_KEPT);
        change.notices.push(outcome);
        break;
      case 'alert_raised':
      case 'alert_updated': {
        const before = this.alerts.get(outcome.alert.id);
        this.alerts.set(outcome.alert.id, outcome.alert);
        change.alertsChanged = true;
        if (before === undefined) change.alerts.push({ alert: outcome.alert, news: 'raised' });
        else if (LEVELS[outcome.alert.level].rank < LEVELS[before.level].rank) {
          change.alerts.push({ alert: outcome.alert, news: 'escalated' });
        }
        break;
      }
      case 'alert_cleared':
        if (this.alerts.delete(outcome.alert)) change.cleared.push(outcome.alert);
        change.alertsChanged = true;
        break;
      case 'case_opened':
        this.#openCase(outcome.case, outcome.alert, outcome.time_ms);
        change.casesChanged = true;
        break;
      case 'case_closed':
        this.cases.set(outcome.case.id, summaryOf(outcome.case, this.cases.get(outcome.case.id)));
        for (const { id } of this.casesByTime().slice(CASES_KEPT)) this.cases.delete(id);
        change.casesChanged = true;
        break;
      case 'verdict':
      case 'call_logged':
      case 'question_opened':
        change.judged = true;
        break;
      case 'encounter_closed':
      case 'observations_set_aside':
        break;
    }
  }

  #place(row: Row): void {
    const track = this.#cell(row, 'track') as string;
    if (this.#leaders.has(track)) return;
    const identity = this.identities.get(track);
    const state: TrackState = {
      track,
      callsign: identity?.callsign ?? null,
      party: identity?.party ?? null,
      crew: identity?.crew ?? 'unknown',
      category: identity?.category ?? null,
      technology: identity?.technology ?? 'unknown',
      seen_ms: this.#cell(row, 'seen_ms') as number,
      latitude_deg: this.#cell(row, 'latitude_deg') as number,
      longitude_deg: this.#cell(row, 'longitude_deg') as number,
      altitude_m: this.#cell(row, 'altitude_m') as number | null,
      altitude_datum: this.#cell(row, 'altitude_datum') as TrackState['altitude_datum'],
      ground_speed_mps: this.#cell(row, 'ground_speed_mps') as number,
      track_deg: this.#cell(row, 'track_deg') as number,
      vertical_rate_mps: this.#cell(row, 'vertical_rate_mps') as number,
      accuracy_m: this.#cell(row, 'accuracy_m') as number,
      on_ground: this.#cell(row, 'on_ground') as boolean,
    };
    this.tracks.set(track, state);
    this.#trail(state);
  }

  #cell(row: Row, column: Column): Row[number] {
    return row[this.#columns.get(column) ?? -1] ?? null;
  }

  #trail(state: TrackState): void {
    const trail = this.trails.get(state.track);
    const point: TrailPoint = [state.seen_ms, state.latitude_deg, state.longitude_deg, state.altitude_m];
    if (trail === undefined) this.trails.set(state.track, [point]);
    else if (state.seen_ms - (trail.at(-1)?.[0] ?? 0) >= TRAIL_STEP_MS) {
      trail.push(point);
      if (trail.length > TRAIL_POINTS) trail.shift();
    }
  }

  #identify(track: string, identity: Identity): void {
    const state = this.tracks.get(track);
    if (state === undefined) return;
    const { callsign, party, crew, category, technology } = identity;
    this.tracks.set(track, { ...state, callsign, party, crew, category, technology });
  }

  /** From here on `other` is no aircraft of its own: it is neither drawn nor listed, and its rows are not taken. */
  #fuse(track: string, other: string): void {
    if (this.shownAs(track) === other) return;
    const before = this.#leaders.get(other);
    if (before !== undefined) this.#part(before, other);
    this.#leaders.set(other, track);
    const others = this.#fused.get(track) ?? new Set();
    this.#fused.set(track, others.add(other));
    this.tracks.delete(other);
  }

  /** `other` is an aircraft of its own again; its row follows in the same message. */
  #part(track: string, other: string): void {
    if (this.#leaders.get(other) === track) this.#leaders.delete(other);
    const others = this.#fused.get(track);
    others?.delete(other);
    if (others?.size === 0) this.#fused.delete(track);
  }

  #remove(track: string): void {
    // What went with it must not stay hidden behind a track that is no more.
    for (const other of this.#fused.get(track) ?? []) this.#part(track, other);
    const leader = this.#leaders.get(track);
    if (leader !== undefined) this.#part(leader, track);
    this.tracks.delete(track);
    this.identities.delete(track);
    this.trails.delete(track);
    this.flags.delete(track);
  }

  /** A case without an alert is one that opens and closes at once: its file follows in the same message. */
  #openCase(id: string, alertId: string | null, time_ms: number): void {
    const alert = alertId === null ? undefined : this.alerts.get(alertId);
    if (alert === undefined) return;
    this.cases.set(id, {
      id,
      state: 'open',
      opened_ms: time_ms,
      closed_ms: null,
      a: alert.a.track,
      b: alert.b.track,
      a_callsign: alert.a.callsign,
      b_callsign: alert.b.callsign,
      level: alert.level,
      clause: alert.findings[0]?.clause ?? '',
      h_cpa_m: null,
      v_cpa_m: null,
      t_cpa_ms: null,
      breaches: 0,
    });
  }
}

function summaryOf(file: CaseFile, opened: CaseSummary | undefined): CaseSummary {
  const { encounter } = file;
  return {
    id: file.id,
    state: 'closed',
    opened_ms: file.opened_ms,
    closed_ms: file.closed_ms,
    a: file.a.track,
    b: file.b.track,
    a_callsign: file.a.identity.callsign,
    b_callsign: file.b.identity.callsign,
    level: encounter.alerted ?? opened?.level ?? 'advisory',
    clause:
      encounter.breaches[0]?.clause ??
      encounter.losses[0]?.clause ??
      file.advisories[0]?.clause ??
      opened?.clause ??
      '',
    h_cpa_m: encounter.h_cpa_m,
    v_cpa_m: encounter.v_cpa_m,
    t_cpa_ms: encounter.t_cpa_ms,
    breaches: encounter.breaches.length,
  };
}
