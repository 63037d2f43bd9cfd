import { expect, test } from 'vitest';
import { ClockComparison } from './clock_sample.ts';
import { LIMITS, type Place } from './frames.ts';
import { type Halt, type Heard, hasRoom, type LinkEvent, type LinkState, openLink, step } from './session.ts';

const at = (sequence: number): Place => ({ sequence, hash: sequence === 0 ? '' : `h${sequence}` });
const history = { sent: (n: number) => `h${n}`, received: (n: number) => `h${n}` };
const hello = (sent: Place, received: Place, versions = [1]): Heard => ({
  kind: 'hello',
  versions,
  epoch: 0,
  sent,
  received,
});
const kept = (sequence: number, hash = `h${sequence}`): Heard => ({
  kind: 'kept',
  place: { sequence, hash },
  previous: at(sequence - 1).hash,
});

function play(state: LinkState, events: readonly LinkEvent[], limits = LIMITS) {
  let now = state;
  const effects = [];
  for (const event of events) {
    const { state: then, effects: said } = step(now, event, history, limits);
    now = then;
    effects.push(...said);
  }
  return { state: now, effects };
}
const hear = (frame: Heard, now_ms = 0): LinkEvent => ({ kind: 'frame', connection: 1, frame, now_ms });
const connected: LinkEvent = { kind: 'connected', connection: 1, now_ms: 0 };
const up = (sent = 0, received = 0): LinkState =>
  play(openLink(at(sent), at(received)), [connected, hear(hello(at(received), at(sent)))]).state;

test('both say what their disks have, and the stream goes on from what the receiver has', () => {
  const { state, effects } = play(openLink(at(5), at(2)), [connected, hear(hello(at(4), at(3)))]);
  expect(effects).toEqual([
    { kind: 'send', frame: { kind: 'hello', versions: [1], epoch: 0, sent: at(5), received: at(2) } },
    { kind: 'up', version: 1 },
    { kind: 'send_kept', sequence: 4 },
    { kind: 'send_kept', sequence: 5 },
  ]);
  expect(state.phase).toBe('up');
});

test('without a common version the connection is closed, and says so', () => {
  const { state, effects } = play(openLink(at(0), at(0)), [connected, hear(hello(at(0), at(0), [7]))]);
  expect(effects.at(-1)).toEqual({ kind: 'close', connection: 1, reason: 'no_common_version' });
  expect(state.phase).toBe('down');
});

test('a message is acknowledged when it is durable, and not before', () => {
  const { state, effects } = play(up(), [hear(kept(1))]);
  expect(effects).toEqual([{ kind: 'persist', place: at(1) }]);
  expect(play(state, [{ kind: 'in_durable', sequence: 1, now_ms: 0 }]).effects).toEqual([
    { kind: 'deliver', sequence: 1 },
    { kind: 'send', frame: { kind: 'ack', received: at(1) } },
  ]);
});

test('what comes again is acknowledged again and not taken twice; what comes too early is left', () => {
  const { effects } = play(up(0, 3), [hear(kept(2)), hear(kept(6))]);
  expect(effects).toEqual([
    { kind: 'noted', what: 'duplicate' },
    { kind: 'send', frame: { kind: 'ack', received: at(3) } },
    { kind: 'noted', what: 'gap' },
  ]);
});

test.each<[string, LinkState, Heard, Halt]>([
  [
    'one number with another content, long ago',
    up(0, 3),
    kept(2, 'other'),
    { reason: 'forked', sequence: 2, held: 'h2', told: 'other' },
  ],
  [
    'a message that does not follow the last one',
    up(0, 3),
    { kind: 'kept', place: at(4), previous: 'other' },
    { reason: 'chain_broken', sequence: 4, held: 'h3', told: 'other' },
  ],
  [
    'a receipt for something else',
    up(3),
    { kind: 'ack', received: { sequence: 2, hash: 'other' } },
    { reason: 'receipt_differs', sequence: 2, held: 'h2', told: 'other' },
  ],
  [
    'a receipt for what was never sent',
    up(3),
    { kind: 'ack', received: at(9) },
    { reason: 'own_history_lost', sequence: 9, held: null, told: 'h9' },
  ],
])('the link halts at %s, keeps the evidence and stays halted over a restart', (_what, state, frame, halt) => {
  const { state: halted, effects } = play(state, [hear(frame)]);
  expect(effects).toEqual([
    { kind: 'halt', halt },
    { kind: 'send', frame: { kind: 'bye', reason: halt.reason } },
    { kind: 'down', reason: 'halted' },
    { kind: 'close', connection: 1, reason: 'halted' },
  ]);
  expect(halted.halted).toEqual(halt);
  const anew = play(openLink(at(3), at(3), halt), [connected, hear(kept(4))]);
  expect(anew.effects.map(({ kind }) => kind)).toEqual(['close', 'noted']);
});

test.each<[string, Place, Halt['reason']]>([
  ['fewer messages than were received from it', at(2), 'peer_lost_history'],
  ['another last message', { sequence: 3, hash: 'other' }, 'forked'],
])('a side whose disk has %s is not gone on with', (_what, sent, reason) => {
  const { state } = play(openLink(at(0), at(3)), [connected, hear(hello(sent, at(0)))]);
  expect(state).toMatchObject({ phase: 'halted', halted: { reason } });
});

test('so many messages and no more are on their way; without progress they are sent again', () => {
  const limits = { ...LIMITS, window: 2, silent_ms: 100_000, ping_ms: 100_000 };
  const first = play(openLink(at(5), at(0)), [connected, hear(hello(at(0), at(0)))], limits);
  expect(first.state.out.sent).toBe(2);
  const late = play(first.state, [{ kind: 'tick', now_ms: 999 }], limits);
  expect(late.effects).toEqual([]);
  const again = play(late.state, [{ kind: 'tick', now_ms: 1_000 }], limits);
  expect(again.effects).toEqual([
    { kind: 'send_kept', sequence: 1 },
    { kind: 'send_kept', sequence: 2 },
  ]);
  const on = play(again.state, [hear({ kind: 'ack', received: at(1) }, 1_200)], limits);
  expect(on.effects).toEqual([{ kind: 'send_kept', sequence: 3 }]);
});

test('a full outbox refuses a further message, and drops none', () => {
  const limits = { ...LIMITS, waiting: 2 };
  const { state } = play(openLink(at(0), at(0)), [
    { kind: 'submitted', place: at(1) },
    { kind: 'submitted', place: at(2) },
  ]);
  expect(hasRoom(state, limits)).toBe(false);
  expect(() => step(state, { kind: 'submitted', place: at(3) }, history, limits)).toThrow(/2 messages wait already/);
  expect(() => step(state, { kind: 'submitted', place: at(4) }, history, LIMITS)).toThrow(/4 cannot follow message 2/);
});

test('a silent connection is given up within 3 s, looked at each 100 ms', () => {
  let state = up();
  for (let now_ms = 100; now_ms <= 3_000; now_ms += 100) {
    const { state: then, effects } = play(state, [{ kind: 'tick', now_ms }]);
    state = then;
    const down = effects.find(({ kind }) => kind === 'down');
    if (down !== undefined) {
      expect(down).toEqual({ kind: 'down', reason: 'silent' });
      expect(now_ms).toBeLessThan(3_000);
      return;
    }
  }
  throw new Error('it was never given up');
});

test('frames of a connection that was replaced have no effect', () => {
  const { state, effects } = play(up(), [{ kind: 'connected', connection: 2, now_ms: 5 }, hear(kept(1))]);
  expect(effects[0]).toEqual({ kind: 'down', reason: 'replaced' });
  expect(effects.at(-1)).toEqual({ kind: 'noted', what: 'other_connection' });
  expect(state).toMatchObject({ connection: 2, phase: 'greeting' });
});

test('clocks are compared by what was under way the shortest', () => {
  const clocks = new ClockComparison();
  const answers = [
    { way_ms: 200, back_ms: 20 },
    { way_ms: 5, back_ms: 5 },
    { way_ms: 30, back_ms: 400 },
  ];
  for (const [i, { way_ms, back_ms }] of answers.entries()) {
    const asked_ms = 1_000 * i;
    // The other clock is 700 ms ahead.
    const received_ms = asked_ms + way_ms + 700;
    const pong: Heard = { kind: 'pong', number: i, asked_ms, received_ms, time_ms: received_ms + 3 };
    const { effects } = play(up(), [hear(pong, asked_ms + way_ms + 3 + back_ms)]);
    const [effect] = effects;
    if (effect?.kind !== 'clock') throw new Error('no sample came of it');
    clocks.add(effect.sample);
  }
  expect(clocks.best).toEqual({ offset_ms: 700, delay_ms: 10 });
});

test('where one side has agreed to begin anew and the other has not, the other learns so and nothing else goes over', () => {
  const anew = openLink(at(0), at(0), null, 0, 1);
  const old = openLink(at(3), at(3));
  const later = { kind: 'hello', versions: [1], epoch: 1, sent: at(0), received: at(0) } as const;
  const { state, effects } = play(old, [connected, hear(later), hear(kept(1))]);
  expect(effects.slice(1)).toEqual([
    { kind: 'close', connection: 1, reason: 'epoch_differs' },
    { kind: 'noted', what: 'other_connection' },
  ]);
  expect(state).toMatchObject({ phase: 'down', peer_epoch: 1, in: { received: at(3) } });
  const waits = play(anew, [connected, hear(hello(at(3), at(3))), hear(kept(4))]);
  expect(waits.state).toMatchObject({ phase: 'greeting', peer_epoch: 0, in: { received: at(0) } });
  expect(waits.effects.slice(1)).toEqual([{ kind: 'noted', what: 'before_hello' }]);
});
