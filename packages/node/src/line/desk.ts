import {
  alarmsAt,
  type LineAlarm,
  type LineEvent,
  type LineState,
  type LogEntry,
  type Memorandum,
  messageName,
  newLine,
  notIts,
  type ObservedLine,
  observeLine,
  recordOnLine,
} from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { NodeError } from '../errors.ts';
import { isLineBody, recipientsOf } from './check.ts';
import { LinkSpans } from './link_spans.ts';
import { entryOfEvent, linesOf } from './logging.ts';
import type { LineBody, LineRecord } from './record.ts';

const LOOK_MS = 1_000;
const STOP_MS = 500;
/** What people were told of is kept for them so long: the newest. */
const MOST_ALARMS = 200;
const MOST_LOGGED = 2_000;
/** So long ago what happened on the line is in the log of calls, or was left out of it. */
const LOG_AGAIN_MS = 600_000;
/** So long what another node said and cannot be stands before people. */
const NOT_TAKEN_MS = 8 * 3_600_000;
/** A feed that comes and goes is told of only when it stays so for as many looks. */
const SETTLED = 10;

/** What the desk needs of the links of its node. */
export type LineLinks = {
  readonly parties: readonly string[];
  isUp(party: string): boolean;
  /** By how much the other clock is ahead, ms; null: not compared. */
  ahead_ms(party: string): number | null;
  hasRoom(party: string): boolean;
  submit(party: string, body: LineBody): void;
};

export type DeskOptions = {
  readonly party: string;
  readonly memorandum: () => Memorandum;
  /** null: no links; what is spoken is logged all the same. */
  readonly links: LineLinks | null;
  /** Writes to the journal; `done` once it is durable, in the order of the journal. */
  readonly write: (record: LineRecord, done: () => void) => void;
  /** Takes what judges go by to the log of calls. */
  readonly log: (entry: LogEntry) => void;
  readonly live_feeds: () => number;
  readonly now_ms: () => number;
  readonly changed: () => void;
};

/** What was told to people, and when somebody looked. */
export type ToldAlarm = LineAlarm & { readonly told_ms: number };

/**
 * The line as one party keeps it: messages and what came of them, who has the watch, what is declared and what is
 * observed. All of it follows from the records in the journal: what this party says is journalled first, then taken,
 * then sent; what another node says is journalled again when it came, so that a restart takes all in the same order.
 */
export class LineDesk {
  readonly party: string;
  readonly spans = new LinkSpans();
  readonly #options: DeskOptions;
  #state: LineState;
  #since_ms: number | null = null;
  #alarms: ToldAlarm[] = [];
  readonly #told = new Set<string>();
  /** What was heard, by party and content: nothing is taken twice, though a link may tell it again after a restart. */
  readonly #heard = new Set<string>();
  /** Own events that wait for a link to take them, by party; those that a link took, by party and content. */
  readonly #waiting = new Map<string, LineEvent[]>();
  readonly #submitted = new Set<string>();
  #logged: readonly LogEntry[] = [];
  /** What the log of calls has of this desk's own: what is said and of which message. */
  readonly #in_log = new Set<string>();
  #turn: Promise<void> = Promise.resolve();
  #fed = { live: 0, looks: 0 };
  #timer: NodeJS.Timeout | null = null;
  #restoring = true;
  /** Rises with all that happens, so that readers know when to look again. */
  revision = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.party = options.party;
    this.#state = newLine(options.party);
  }

  get state(): LineState {
    return this.#state;
  }

  get links(): LineLinks | null {
    return this.#options.links;
  }

  /** What people were told of, newest first. */
  get alarms(): readonly ToldAlarm[] {
    return this.#alarms.toReversed();
  }

  get clauses() {
    return linesOf(this.#options.memorandum().clauses).filter(({ between }) => between.includes(this.party));
  }

  get logged(): readonly LogEntry[] {
    return this.#logged;
  }

  now_ms(): number {
    return this.#options.now_ms();
  }

  /** What stands at this moment, most urgent first. */
  standing(): LineAlarm[] {
    const now_ms = this.now_ms();
    const lately = this.#alarms.filter(({ kind, told_ms }) => kind === 'not_taken' && now_ms - told_ms < NOT_TAKEN_MS);
    const of_clock = alarmsAt(this.#state, this.clauses, this.#logged, this.#since_ms ?? now_ms, now_ms);
    return [...lately.map(({ told_ms: _, ...alarm }) => alarm), ...of_clock];
  }

  /** Each line of this party with what is observed of it now. */
  observed(): { readonly clause: LineDesk['clauses'][number]; readonly observed: ObservedLine }[] {
    const now_ms = this.now_ms();
    return this.clauses.map((clause) => ({
      clause,
      observed: observeLine(this.#state, clause, this.#logged, this.#since_ms ?? now_ms, now_ms),
    }));
  }

  /**
   * Takes up what the journal holds. `last_ms`: when it ends; until then links were as it says.
   */
  restore(records: readonly LineRecord[], last_ms: number): void {
    for (const record of records) {
      if (record.way === 'begun') this.#since_ms ??= record.at_ms;
      else if (record.way === 'own') this.#takeOwn(record);
      else if (record.way === 'heard') this.#takeHeard(record);
      else if (record.way === 'link') this.spans.set(record.party, record.up, record.at_ms);
      else this.#tell(record.alarm, record.at_ms);
    }
    this.spans.endAll(last_ms);
    this.#restoring = false;
  }

  /** Entries of the log of calls that are there already: those under a line's clause count as its test calls. */
  takeLogged(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.#in_log.add(logName(entry));
    const clauses = this.clauses.map(({ id }) => id);
    // What the desk wrote itself is known from its messages.
    const others = entries.filter(
      ({ clause, about }) => clause !== undefined && clauses.includes(clause) && !this.#state.messages.has(about ?? ''),
    );
    if (others.length === 0) return;
    this.#logged = [...this.#logged, ...others].slice(-MOST_LOGGED);
    this.revision += 1;
  }

  /** A new run of a scenario begins with an empty log of calls. */
  forgetLogged(): void {
    this.#logged = [];
  }

  /** From the first time on that a node watches, test calls are due. */
  begin(): void {
    if (this.#since_ms !== null) return;
    this.#since_ms = this.now_ms();
    this.#options.write({ way: 'begun', at_ms: this.#since_ms }, () => {});
  }

  start(): void {
    this.begin();
    this.#logAgain();
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    // What waits for a disk that refuses is given up, as everything is at a stop.
    await Promise.race([this.#turn, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
  }

  /** What comes over the links of a cell, and what goes over them. */
  readonly kind = {
    check: isLineBody,
    take: (from: string, { event }: LineBody, at_ms: number): void => this.#hear(from, event, at_ms),
    sent: (to: string, { event }: LineBody): void => {
      this.#submitted.add(nameOf(to, event));
      this.#drop(to, event);
    },
  };

  /**
   * Says something for this party: journalled, taken, and sent to whom it concerns. One after the other: what is said
   * is checked against all that was said before.
   *
   * @throws NodeError line_refused with the reason; nothing changed
   */
  say(make: (state: LineState, now_ms: number) => LineEvent): Promise<LineEvent> {
    const said = this.#turn.then(async () => {
      const event = make(this.#state, this.now_ms());
      const next = recordOnLine(this.#state, event);
      if ('refused' in next) throw refusal(next.refused);
      const own = { way: 'own', event, to: this.#recipients(event) } as const;
      await new Promise<void>((resolve) => this.#options.write(own, resolve));
      const refused = this.#takeOwn(own);
      if (refused !== null) throw refusal(refused);
      this.flush();
      this.#changed();
      return event;
    });
    this.#turn = said.then(
      () => {},
      () => {},
    );
    return said;
  }

  /** Looks at the clock: what is overdue, what links and feeds do, and what waits to be sent. */
  look(): void {
    const { links, write } = this.#options;
    const changed = (): void => this.#changed();
    const now_ms = this.now_ms();
    for (const alarm of this.standing()) {
      if (this.#told.has(alarm.key)) continue;
      this.#tell(alarm, now_ms);
      write({ way: 'alarm', alarm, at_ms: now_ms }, changed);
    }
    for (const party of links?.parties ?? []) {
      const up = links?.isUp(party) === true;
      if (!this.spans.set(party, up, now_ms)) continue;
      write({ way: 'link', party, up, at_ms: now_ms }, changed);
    }
    this.#lookAtFeeds();
    this.flush();
  }

  /** Gives the links what waits for them, as far as they take it. */
  flush(): void {
    const { links } = this.#options;
    for (const [party, events] of this.#waiting) {
      while (links !== null && events.length > 0 && links.parties.includes(party) && links.hasRoom(party)) {
        const event = events[0] as LineEvent;
        links.submit(party, { kind: 'line', event });
        this.#submitted.add(nameOf(party, event));
        events.shift();
      }
    }
  }

  #changed(): void {
    this.revision += 1;
    this.#options.changed();
  }

  #lookAtFeeds(): void {
    const live = this.#options.live_feeds();
    const isFed = this.#state.fed.some(({ party, until_ms }) => party === this.party && until_ms === null);
    if (live > 0 === isFed) {
      this.#fed = { live, looks: 0 };
      return;
    }
    this.#fed = { live, looks: this.#fed.looks + 1 };
    if (this.#fed.looks !== SETTLED) return;
    this.#fed.looks = 0;
    this.say((_state, at_ms) => ({ kind: 'feeds', at_ms, party: this.party, live })).catch(() => {});
  }

  #recipients(event: LineEvent): string[] {
    const all = this.#options.links?.parties ?? [];
    const about = 'of' in event ? (this.#state.messages.get(event.of)?.message ?? null) : null;
    const to = recipientsOf(event, about);
    return to === null ? [...all] : to.filter((party) => all.includes(party));
  }

  #hear(from: string, event: LineEvent, here_ms: number): void {
    const name = nameOf(from, event);
    if (this.#heard.has(name)) return;
    // Noted at once: the same event may be told again before it is durable.
    this.#heard.add(name);
    const ahead_ms = this.#options.links?.ahead_ms(from) ?? null;
    const sent_ms = ahead_ms === null ? here_ms : Math.min(here_ms, Math.round(event.at_ms - ahead_ms));
    const heard = { way: 'heard', from, event, here_ms, sent_ms } as const;
    this.#options.write(heard, () => {
      const refused = this.#takeHeard(heard);
      if (refused !== null) this.#notTaken(from, event, refused, here_ms);
      this.#changed();
      if (event.kind !== 'sent' || refused !== null) return;
      const of = messageName(event.message);
      this.say((_state, at_ms) => ({ kind: 'delivered', at_ms, party: this.party, of })).catch(() => {});
    });
  }

  #takeOwn({ event, to }: Extract<LineRecord, { way: 'own' }>): string | null {
    const next = recordOnLine(this.#state, event);
    if ('refused' in next) return next.refused;
    this.#state = next;
    // Which messages to a third party are open is no other node's to know.
    const told = event.kind === 'handed_over' ? { ...event, taken_over: [] } : event;
    for (const party of to) {
      if (!this.#submitted.has(nameOf(party, told))) {
        const events = this.#waiting.get(party) ?? [];
        this.#waiting.set(party, [...events, told]);
      }
    }
    this.#log(event, event.at_ms);
    return null;
  }

  /** What another node said and cannot be is not lost without a word: people ask the other side what it meant. */
  #notTaken(from: string, event: LineEvent, reason: string, here_ms: number): void {
    const message = event.kind === 'sent' ? messageName(event.message) : 'of' in event ? event.of : null;
    const words = { en: `The node of ${from} said what cannot be: ${reason}. Ask by voice what was meant.` };
    const alarm = { kind: 'not_taken', since_ms: here_ms, clause: null, message, step: 1, words } as const;
    const key = `not taken ${from} ${reason}`;
    if (this.#told.has(key)) return;
    this.#tell({ key, ...alarm }, here_ms);
    this.#options.write({ way: 'alarm', alarm: { key, ...alarm }, at_ms: here_ms }, () => {});
  }

  #takeHeard({ from, event, here_ms, sent_ms }: Extract<LineRecord, { way: 'heard' }>): string | null {
    this.#heard.add(nameOf(from, event));
    const foreign = notIts(event, from, this.party);
    if (foreign !== null) return foreign;
    // When a message was sent counts from its sending; an answer counts from when it came, as far as this node knows.
    const at_ms = event.kind === 'sent' ? sent_ms : here_ms;
    const next = recordOnLine(this.#state, event, at_ms);
    if ('refused' in next) return next.refused;
    this.#state = next;
    this.#log(event, at_ms);
    return null;
  }

  #log(event: LineEvent, here_ms: number): void {
    if (this.#restoring) return;
    const name = event.kind === 'sent' ? messageName(event.message) : 'of' in event ? event.of : null;
    const tracked = name === null ? undefined : this.#state.messages.get(name);
    if (tracked === undefined) return;
    const at_ms = event.kind === 'sent' ? tracked.sent_ms : here_ms;
    const entry = entryOfEvent(event, tracked, this.#options.memorandum().clauses, at_ms);
    if (entry !== null) this.#options.log(entry);
  }

  /** A node that went down at the wrong moment had journalled an event, and not brought it to the log of calls. */
  #logAgain(): void {
    const since_ms = this.now_ms() - LOG_AGAIN_MS;
    for (const [of, tracked] of this.#state.messages) {
      const { message, sent_ms, closed } = tracked;
      const sent = { kind: 'sent', at_ms: sent_ms, party: message.from, message } as const;
      const answered =
        closed?.as === 'accepted' ? ({ kind: 'accepted', party: message.to, of, ...closed } as const) : null;
      for (const event of answered === null ? [sent] : [sent, answered]) {
        if (event.at_ms < since_ms) continue;
        const entry = entryOfEvent(event, tracked, this.#options.memorandum().clauses, event.at_ms);
        if (entry !== null && !this.#in_log.has(logName(entry))) this.#options.log(entry);
      }
    }
  }

  #drop(party: string, event: LineEvent): void {
    const name = nameOf(party, event);
    const events = this.#waiting.get(party) ?? [];
    this.#waiting.set(
      party,
      events.filter((one) => nameOf(party, one) !== name),
    );
  }

  #tell(alarm: LineAlarm, told_ms: number): void {
    this.#told.add(alarm.key);
    this.#alarms = [...this.#alarms, { ...alarm, told_ms }].slice(-MOST_ALARMS);
  }
}

const logName = ({ says, about }: LogEntry): string => `${says} ${about ?? ''}`;
const refusal = (reason: string): NodeError => new NodeError('line_refused', `${reason}.`);

const nameOf = (party: string, event: LineEvent): string => `${party} ${sha256Hex(canonicalJson(event))}`;
