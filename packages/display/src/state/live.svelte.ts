import type { Alert, Memorandum, Notice } from '@skyaccord/accord';
import { StreamClient } from '../api/stream.ts';
import type { CaseSummary, Hello, Playback, Status, StreamMessage, Tick } from '../api/types.ts';
import { Rates } from '../feeds/rates.ts';
import { LEVELS, nameOf, partyName } from '../format/words.ts';
import { joinedCall } from './call.ts';
import { type Freshness, freshness } from './freshness.ts';
import { NodeClock } from './nodeClock.ts';
import { type Change, Picture } from './picture.ts';
import { sound } from './sound.ts';

/** Pages are brought up to date this often, however fast the stream runs. */
const BEAT_MS = 250;
const BEATS_A_SECOND = 4;
const PROBLEMS_KEPT = 5;

/**
 * The live picture: what the stream told, brought to the pages four times a second. The picture itself is plain data;
 * `revision` rises when it is worth reading again.
 */
class Live {
  picture = new Picture();
  revision = $state(0);
  /** Rises once a second, and with every `hello`. */
  second = $state(0);
  /** Rises with every `hello`: all that was known before is void. */
  run = $state(0);
  status = $state.raw<Status | null>(null);
  memorandum = $state.raw<Memorandum | null>(null);
  alerts = $state.raw<Alert[]>([]);
  cases = $state.raw<CaseSummary[]>([]);
  /** Aircraft where a clause asks them not to be, newest first, without those that a person has put away. */
  notices = $state.raw<Notice[]>([]);
  /** Rises with what is said of clauses: verdicts, calls logged, questions; and with every `hello`. */
  judged = $state(0);
  /** What the stream or this page could not make sense of, newest first. */
  problems = $state.raw<string[]>([]);
  /** The latest alert in words, for readers of the screen. */
  announcement = $state('');
  node_ms = $state(0);
  silence_ms = $state(0);
  connected = $state(false);
  everConnected = $state(false);
  /** The node's time of the last message. */
  last_ms = $state(0);

  readonly freshness: Freshness = $derived(
    freshness(
      { connected: this.connected, everConnected: this.everConnected, silence_ms: this.silence_ms },
      this.status,
      this.node_ms,
    ),
  );

  /** What each feed brought a second, over the last minutes. */
  readonly rates = new Rates();
  /** The page's own clock at the last status. */
  heard_ms = $state(0);

  #clock = new NodeClock();
  #heard_ms = performance.now();
  #told_ms = 0;
  #beats = 0;
  /** By what they say, since a stream that was lost tells them again. */
  #putAway = new Set<string>();
  #dirty = { picture: false, alerts: false, cases: false, notices: false, judged: false };

  /** Opens the stream; the answer closes it. */
  start(): () => void {
    const client = new StreamClient(() => new WebSocket(streamAddress()), {
      onMessage: (message) => this.#take(message),
      onLost: () => {
        this.connected = false;
      },
      onProblem: (problem) => this.#complain(problem),
    });
    client.start();
    const beat = setInterval(() => this.#beat(), BEAT_MS);
    return () => {
      clearInterval(beat);
      client.stop();
    };
  }

  /** The node's own answer to a change of playback, shown without waiting for the next status. */
  setPlayback(playback: Playback): void {
    if (this.status !== null) this.status = { ...this.status, playback };
    this.#clock.setPlayback(playback);
  }

  /** What an aircraft is called by now. What is said of a moment has its callsign at most; its identity knows more. */
  readonly nameOf = ({ track, callsign }: { track: string; callsign: string | null }): string =>
    nameOf({ track, callsign, registration: this.picture.identities.get(track)?.registration ?? null });

  /** What an aircraft is called of which only the track is known. */
  readonly nameOfTrack = (track: string): string => {
    const { callsign = null, registration = null } = this.picture.identities.get(track) ?? {};
    return nameOf({ track, callsign, registration });
  };

  putAway(notice: Notice): void {
    this.#putAway.add(keyOf(notice));
    this.notices = this.notices.filter((one) => one !== notice);
  }

  #take(message: StreamMessage): void {
    this.#heard_ms = performance.now();
    if (message.type === 'hello') this.#hello(message);
    else if (message.type === 'tick') this.#tick(message);
    else if (message.type === 'status') this.#status(message.status);
    else this.announcement = `A new run begins: ${message.reason}`;
  }

  #hello(hello: Hello): void {
    let picture: Picture;
    try {
      picture = Picture.fromHello(hello);
    } catch (error) {
      this.#complain(error instanceof Error ? error.message : String(error));
      return;
    }
    this.picture = picture;
    this.memorandum = hello.memorandum;
    this.#clock.restart(hello.status.time_ms, hello.status.playback, this.#heard_ms);
    this.#status(hello.status);
    this.connected = true;
    this.everConnected = true;
    this.run += 1;
    this.second += 1;
    this.#dirty = { picture: true, alerts: true, cases: true, notices: true, judged: true };
    this.#beat();
  }

  #tick(tick: Tick): void {
    if (!this.everConnected) return;
    const change = this.picture.apply(tick);
    this.#clock.tell(tick.time_ms, this.#heard_ms);
    this.#told_ms = tick.time_ms;
    this.#dirty.picture = true;
    this.#dirty.alerts ||= change.alertsChanged;
    this.#dirty.cases ||= change.casesChanged;
    this.#dirty.judged ||= change.judged;
    this.#announce(change);
  }

  #status(status: Status): void {
    this.status = status;
    this.rates.take(status.feeds, this.#heard_ms);
    this.heard_ms = this.#heard_ms;
    this.#clock.setPlayback(status.playback);
    this.#clock.tell(status.time_ms, this.#heard_ms);
    this.#told_ms = status.time_ms;
  }

  #announce(change: Change): void {
    for (const { alert, news } of change.alerts) {
      const pair = `${this.nameOf(alert.a)} and ${this.nameOf(alert.b)}`;
      const level = LEVELS[alert.level].word.toLowerCase();
      const clause = alert.findings[0]?.clause ?? '';
      this.announcement = `${news === 'raised' ? 'New' : 'Now'} ${level}: ${pair}, clause ${clause}.`;
      // Whoever was called for one of the two is looking already: it is said, and no tone calls again.
      if (joinedCall(alert) === null) sound.announce(alert.level);
    }
    for (const notice of change.notices) {
      const name = nameOf({ track: notice.track, ...notice.identity });
      const owner = partyName(notice.identity.party, this.memorandum);
      this.announcement = `Notice: ${name} of ${owner} in ${notice.area}, clause ${notice.clause}.`;
      this.#dirty.notices = true;
    }
  }

  #beat(): void {
    const wall_ms = performance.now();
    this.#beats += 1;
    this.silence_ms = wall_ms - this.#heard_ms;
    this.node_ms = this.#clock.now(wall_ms);
    this.last_ms = this.#told_ms;
    if (this.#dirty.alerts) this.alerts = this.picture.alertsByUrgency();
    if (this.#dirty.cases) this.cases = this.picture.casesByTime();
    if (this.#dirty.notices) this.notices = this.picture.notices.filter((one) => !this.#putAway.has(keyOf(one)));
    if (this.#dirty.picture) this.revision += 1;
    if (this.#dirty.judged) this.judged += 1;
    if (this.#beats % BEATS_A_SECOND === 0) this.second += 1;
    this.#dirty = { picture: false, alerts: false, cases: false, notices: false, judged: false };
  }

  #complain(problem: string): void {
    this.problems = [problem, ...this.problems.filter((one) => one !== problem)].slice(0, PROBLEMS_KEPT);
  }
}

const keyOf = ({ track, clause, time_ms }: Notice): string => `${track} ${clause} ${time_ms}`;

function streamAddress(): string {
  const address = new URL('api/v1/stream', document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.hash = '';
  return address.href;
}

export const live = new Live();
