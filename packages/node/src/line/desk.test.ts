import {
  type LineEvent,
  type LineState,
  type LogEntry,
  type Memorandum,
  type Message,
  messageName,
  parseMemorandum,
} from '@skyaccord/accord';
import { expect, test } from 'vitest';
import { isLineBody } from './check.ts';
import { LineDesk, type LineLinks } from './desk.ts';
import { membersOf, readinessHere } from './readiness.ts';
import type { LineBody, LineRecord } from './record.ts';
import { lineSummary } from './view.ts';

const T0 = Date.UTC(2030, 9, 5, 6, 0, 0);
const HOUR_MS = 3_600_000;
const { memorandum } = parseMemorandum(`
skyaccord: memorandum/1
id: line
version: 1
languages: [en]
title: {en: A line}
parties:
  - {id: alder, name: Alder, role: signatory, aircraft: [{callsign_prefix: ALD}]}
  - {id: birch, name: Birch, role: signatory, aircraft: [{callsign_prefix: BIR}]}
clauses:
  - id: LINE-1
    kind: line_hours_and_test_calls
    words: {en: The line.}
    line: line
    between: [alder, birch]
    answer_within: 60 s
    test_every: 1 h
    miss_limit: 2
    escalation: [{en: call the duty room}, {en: call the generals}]
`) as { memorandum: Memorandum };

/** A journal that holds what it is given, at once, and hands on what a link carries when it is told to. */
class Side {
  readonly records: LineRecord[] = [];
  readonly logged: LogEntry[] = [];
  readonly carried: LineBody[] = [];
  readonly carried_to: string[] = [];
  readonly desk: LineDesk;
  up = true;
  room = true;
  live_feeds = 1;

  readonly other: string;

  constructor(
    party: string,
    others: string | readonly string[],
    clock: { now_ms: number },
    records: readonly LineRecord[] = [],
    ahead_ms: number | null = 0,
  ) {
    const parties = [others].flat();
    this.other = parties[0] as string;
    const links: LineLinks = {
      parties,
      isUp: () => this.up,
      ahead_ms: () => ahead_ms,
      hasRoom: () => this.room,
      submit: (to, body) => {
        this.carried.push(body);
        this.carried_to.push(to);
      },
    };
    this.records.push(...records);
    this.desk = new LineDesk({
      party,
      memorandum: () => memorandum,
      links,
      write: (record, done) => {
        this.records.push(structuredClone(record));
        done();
      },
      log: (entry) => this.logged.push(entry),
      live_feeds: () => this.live_feeds,
      now_ms: () => clock.now_ms,
      changed: () => {},
    });
    this.desk.restore(records, clock.now_ms);
    this.desk.begin();
  }

  say(make: (at: { at_ms: number; party: string }, state: LineState) => LineEvent): Promise<LineEvent> {
    return this.desk.say((state, at_ms) => make({ at_ms, party: this.desk.party }, state));
  }

  send(change: Partial<Message> = {}): Promise<LineEvent> {
    return this.say((at, state) => {
      const message: Message = {
        from: this.desk.party,
        to: this.other,
        serial: (state.last_serial.get(`${this.desk.party} ${this.other}`) ?? 0) + 1,
        kind: 'test_call',
        precedence: 'flash',
        logged_by: null,
        sent_ms: at.at_ms,
        acknowledge_by_ms: at.at_ms + 60_000,
        by: 'A. Officer',
        fields: {},
        words: {},
        ...change,
      };
      return { kind: 'sent', ...at, message };
    });
  }
}

function two(clock = { now_ms: T0 }) {
  const [alder, birch] = [new Side('alder', 'birch', clock), new Side('birch', 'alder', clock)];
  /** Carries what waits, both ways, until nothing does. */
  const carry = async (): Promise<void> => {
    for (let quiet = false; !quiet; ) {
      quiet = true;
      for (const [from, to] of [
        [alder, birch],
        [birch, alder],
      ] as const) {
        for (const body of from.carried.splice(0)) {
          quiet = false;
          expect(isLineBody(structuredClone(body))).toBe(true);
          to.desk.kind.take(from.desk.party, body, clock.now_ms);
        }
      }
      // What follows from what came is said in turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { alder, birch, carry, clock };
}

test('a message is delivered, read, read back and accepted, and both nodes say the same of it', async () => {
  const { alder, birch, carry, clock } = two();
  await alder.send({ kind: 'delay_request', fields: { mission: 'HERON 1', delay_min: 20 } });
  await carry();
  const of = 'alder birch 1';
  expect(alder.desk.state.messages.get(of)).toMatchObject({ delivered_ms: T0, read_ms: null, closed: null });
  clock.now_ms += 5_000;
  await expect(birch.say((at) => ({ kind: 'accepted', ...at, of, by: 'B' }))).rejects.toThrow(/not read back/);
  await birch.say((at) => ({ kind: 'read_back', ...at, of, by: 'B', text: 'delay request heron 1 30' }));
  await birch.say((at) => ({ kind: 'read_back', ...at, of, by: 'B', text: 'delay request heron 1 20' }));
  await birch.say((at) => ({ kind: 'accepted', ...at, of, by: 'B' }));
  await carry();
  expect(alder.desk.state.messages.get(of)).toEqual(birch.desk.state.messages.get(of));
  expect(alder.desk.state.messages.get(of)).toMatchObject({
    read_backs: [{ ok: false }, { ok: true }],
    closed: { as: 'accepted', at_ms: T0 + 5_000, by: 'B' },
  });
});

test('the alarm of missed test calls is told at the instant of the clause, once for each step, and never twice', async () => {
  const { alder, carry, clock, birch } = two();
  await alder.send();
  await carry();
  await birch.say((at) => ({ kind: 'accepted', ...at, of: 'alder birch 1', by: 'B' }));
  await carry();
  const told = () => alder.desk.alarms.map(({ kind, since_ms, step }) => [kind, since_ms - T0, step]);
  const lookAt = (after_ms: number) => {
    clock.now_ms = T0 + after_ms;
    alder.desk.look();
    return told();
  };
  expect(lookAt(0.9 * HOUR_MS - 1)).toEqual([]);
  expect(lookAt(0.9 * HOUR_MS)).toEqual([['test_due', HOUR_MS, 1]]);
  expect(lookAt(HOUR_MS)).toHaveLength(1);
  expect(lookAt(HOUR_MS + 1)[0]).toEqual(['test_missed', HOUR_MS, 1]);
  expect(lookAt(2 * HOUR_MS)[0]?.[0]).not.toBe('line_dead');
  expect(lookAt(2 * HOUR_MS + 1)[0]).toEqual(['line_dead', 2 * HOUR_MS, 1]);
  const before = told();
  expect(lookAt(2 * HOUR_MS + 1_000)).toEqual(before);
  expect(lineSummary(alder.desk)).toMatchObject({ dead: ['LINE-1'] });
  // After a restart the journal says what people were told.
  const again = new Side('alder', 'birch', clock, alder.records);
  again.desk.look();
  expect(again.desk.alarms).toEqual(alder.desk.alarms);
  expect(lookAt(3 * HOUR_MS + 1)[0]).toEqual(['line_dead', 2 * HOUR_MS, 2]);
});

test('an unanswered message escalates by the steps of the memorandum, on both sides', async () => {
  const { alder, birch, carry, clock } = two();
  await alder.send({ kind: 'text', words: { en: 'Say your intentions.' } });
  await carry();
  for (const [after_ms, words] of [
    [60_000, 'call the duty room'],
    [120_000, 'call the generals'],
  ] as const) {
    clock.now_ms = T0 + after_ms;
    for (const { desk } of [alder, birch]) {
      desk.look();
      expect(desk.alarms[0]).toMatchObject({ kind: 'overdue', message: 'alder birch 1', words: { en: words } });
    }
  }
});

test('what waits while a link is full goes later, in its order, and after a restart just what did not go', async () => {
  const { alder, birch, carry, clock } = two();
  await alder.send();
  alder.room = false;
  await alder.send();
  await alder.send();
  expect(alder.carried).toHaveLength(1);
  const again = new Side('alder', 'birch', clock, alder.records);
  // The link says at the start what it had taken before the stop.
  for (const body of alder.carried) again.desk.kind.sent('birch', body);
  again.desk.flush();
  expect(again.carried.map(({ event }) => (event.kind === 'sent' ? messageName(event.message) : ''))).toEqual([
    'alder birch 2',
    'alder birch 3',
  ]);
  await carry();
  for (const body of again.carried) birch.desk.kind.take('alder', body, clock.now_ms);
  expect([...birch.desk.state.messages.keys()]).toEqual(['alder birch 1', 'alder birch 2', 'alder birch 3']);
});

test('what a link tells again after a restart is taken once, and what was taken comes back from the journal', async () => {
  const { alder, birch, carry, clock } = two();
  await alder.send({ kind: 'traffic', fields: { traffic: 'two gliders', where: 'N of the ridge' } });
  const [body] = alder.carried;
  await carry();
  const again = new Side('birch', 'alder', clock, birch.records);
  expect(again.desk.state).toEqual(birch.desk.state);
  again.desk.kind.take('alder', body as LineBody, clock.now_ms);
  expect(again.records).toHaveLength(birch.records.length);
});

test("another party's node is believed only in what is its own to say", async () => {
  const { alder, birch, carry } = two();
  await alder.send({ kind: 'text', words: { en: 'Ours.' } });
  await carry();
  const before = alder.desk.state;
  const forged: LineEvent[] = [
    { kind: 'accepted', at_ms: T0, party: 'alder', of: 'alder birch 1', by: 'A' },
    { kind: 'watch_taken', at_ms: T0, party: 'alder', by: 'An impostor' },
    { kind: 'accepted', at_ms: T0, party: 'birch', of: 'alder birch 9', by: 'B' },
  ];
  for (const event of forged) alder.desk.kind.take('birch', { kind: 'line', event }, T0);
  expect(alder.desk.state).toEqual(before);
  // Nothing of it is lost without a word.
  expect(alder.desk.standing().map(({ kind, words }) => [kind, words?.en])).toEqual([
    ['not_taken', expect.stringContaining('party is alder, but it came from birch')],
    ['not_taken', expect.stringContaining('there is no message alder birch 9')],
  ]);
  expect(birch.desk.state.messages.size).toBe(1);
});

test('a test call and its answer are in the log of calls, and a voice call stays at home', async () => {
  const { alder, birch, carry } = two();
  await alder.send();
  await carry();
  await birch.say((at) => ({ kind: 'accepted', ...at, of: 'alder birch 1', by: 'B' }));
  await carry();
  for (const { logged } of [alder, birch]) {
    expect(logged.map(({ says, by, to, clause }) => [says, by, to, clause])).toEqual([
      ['test', 'alder', 'birch', 'LINE-1'],
      ['answer', 'birch', 'alder', 'LINE-1'],
    ]);
  }
  await alder.say((at) => {
    const message = alder.desk.state.messages.get('alder birch 1')!.message;
    return { kind: 'sent', ...at, message: { ...message, logged_by: 'alder' } };
  });
  expect(alder.carried).toEqual([]);
  expect(alder.logged).toHaveLength(3);
});

test('what a crash kept from the log of calls is brought there at the next start, and nothing twice', async () => {
  const { alder, birch, carry, clock } = two();
  await alder.send();
  await carry();
  await birch.say((at) => ({ kind: 'accepted', ...at, of: 'alder birch 1', by: 'B' }));
  await carry();
  const again = new Side('alder', 'birch', clock, alder.records);
  again.desk.takeLogged(alder.logged.slice(0, 1));
  again.desk.start();
  await again.desk.stop();
  expect(again.logged).toEqual(alder.logged.slice(1));
  clock.now_ms += HOUR_MS;
  const later = new Side('alder', 'birch', clock, alder.records);
  later.desk.start();
  await later.desk.stop();
  expect(later.logged).toEqual([]);
});

test('a call that people logged under the clause counts as a test of the line, the desk’s own do not count twice', async () => {
  const { alder, clock } = two();
  clock.now_ms = T0 + HOUR_MS / 2;
  const at = { earliest_ms: T0 + 60_000, latest_ms: T0 + 60_000 };
  alder.desk.takeLogged([
    { at, says: 'test', by: 'birch', clause: 'LINE-1' },
    { at: { earliest_ms: T0 + 70_000, latest_ms: T0 + 70_000 }, says: 'answer', by: 'alder', clause: 'LINE-1' },
  ]);
  expect(alder.desk.observed()[0]?.observed).toMatchObject({ state: 'working', answered_ms: T0 + 70_000 });
  await alder.send();
  alder.desk.takeLogged(alder.logged);
  expect(alder.desk.logged).toHaveLength(2);
});

test('a test call that came by a clock an hour ahead was made when it was made here', async () => {
  const clock = { now_ms: T0 };
  const birch = new Side('birch', 'alder', clock, [], HOUR_MS);
  const message = {
    serial: 1,
    from: 'alder',
    to: 'birch',
    kind: 'test_call',
    precedence: 'flash',
    logged_by: null,
  } as const;
  const at_ms = T0 + HOUR_MS - 2_000;
  const times = { sent_ms: at_ms, acknowledge_by_ms: at_ms + 60_000 };
  const event = {
    kind: 'sent',
    party: 'alder',
    at_ms,
    message: { ...message, ...times, by: 'A', fields: {}, words: {} },
  };
  birch.desk.kind.take('alder', { kind: 'line', event } as LineBody, T0);
  expect(birch.desk.state.messages.get('alder birch 1')).toMatchObject({ sent_ms: T0 - 2_000, due_ms: T0 + 58_000 });
});

test('of three parties each hears of the watch, and only those two of a message that it is between', async () => {
  const clock = { now_ms: T0 };
  const alder = new Side('alder', ['birch', 'cedar'], clock);
  const message = { from: 'alder', to: 'birch', serial: 1, kind: 'test_call', precedence: 'flash' } as const;
  const times = { sent_ms: T0, acknowledge_by_ms: T0 + 60_000 };
  await alder.send({ ...message, ...times });
  await alder.say((at) => ({ kind: 'watch_taken', ...at, by: 'Day' }));
  const over = { by: 'Day', entered_by: 'Day', to: 'Night', taken_over: ['alder birch 1'] };
  await alder.say((at) => ({ kind: 'handed_over', ...at, ...over }));
  const told = (party: string) =>
    alder.carried.flatMap((body, i) => (alder.carried_to[i] === party ? [body.event.kind] : []));
  expect(told('birch')).toEqual(['sent', 'watch_taken', 'handed_over']);
  expect(told('cedar')).toEqual(['watch_taken', 'handed_over']);
  expect(JSON.stringify(alder.carried.filter((_body, i) => alder.carried_to[i] === 'cedar'))).not.toContain('birch');
});

test('readiness goes step by step with the evidence, and falls when a watch, a feed or the link ends', async () => {
  const { alder, birch, carry, clock } = two();
  const parties = memorandum.parties;
  const register = {
    ask: () => [
      {
        statement: {
          id: 's1',
          predicate: 'announced',
          negated: false,
          about: { party: null },
          as_of_ms: T0,
          speaker: 'A general',
        },
      },
    ],
  };
  const signed = {
    spans: [{ from_ms: T0, until_ms: null, clauses: 'all' }],
    observed: { state: 'in_force' },
    declared: [],
    memorandum: { id: 'line', version: 1 },
  };
  const cell = () => {
    const sources = { desk: alder.desk, register, life: signed, members: membersOf(alder.desk, parties) };
    return readinessHere(sources as unknown as Parameters<typeof readinessHere>[0]);
  };
  const missing = () => cell().members.flatMap((one) => one.missing.map(({ words, member }) => `${member}: ${words}`));
  expect(cell()).toMatchObject({ state: 'announced', stood_up: false });
  for (const side of [alder, birch]) await side.say((at) => ({ kind: 'watch_taken', ...at, by: 'Day' }));
  await carry();
  expect(cell().state).toBe('staffed');
  await alder.send();
  await carry();
  await birch.say((at) => ({ kind: 'accepted', ...at, of: 'alder birch 1', by: 'B' }));
  await carry();
  expect(cell().state).toBe('line_tested');
  await alder.send({ kind: 'text', words: { en: 'Good morning.' } });
  await carry();
  await birch.say((at) => ({ kind: 'accepted', ...at, of: 'alder birch 2', by: 'B' }));
  for (let look = 0; look < 20; look++) for (const { desk } of [alder, birch]) desk.look();
  await carry();
  expect(cell()).toMatchObject({ state: 'initial', stood_up: true });
  alder.up = false;
  clock.now_ms += 1_000;
  alder.desk.look();
  expect(cell()).toMatchObject({ state: 'degraded', stood_up: false });
  expect(missing()).toContain('alder: nodes not linked with birch since 2030-10-05T06:00:01.000Z');
  alder.up = true;
  alder.desk.look();
  expect(cell().state).toBe('initial');
  await birch.say((at) => ({ kind: 'handed_over', ...at, by: 'Day', entered_by: 'Day', to: null, taken_over: [] }));
  await carry();
  expect(missing()).toContain('birch: nobody has the watch since 2030-10-05T06:00:01.000Z');
});
