import { expect, test } from 'vitest';
import { explore } from '../../test/explore.ts';
import type { Protocol } from '../../test/link_model.ts';
import { type LinkEffect, step } from './session.ts';

const limits = { window: 2, waiting: 99, resend_ms: 1_000, ping_ms: Infinity, silent_ms: Infinity, look_ms: 100 };
const sound: Protocol = (state, event, history) => step(state, event, history, limits);
const bounds = (a: number, b: number) => ({ waiting: [a, b] as const, resend_ms: limits.resend_ms });

// Two sides, any number of messages, of which so many wait at once; breaks, crashes, losses, doubles and changes of
// order at every point, without a bound on how many.
test.each([
  ['2 waiting on either side', 2, 2],
  ['8 waiting on one side', 8, 0],
] as const)(
  'no state is reached in which a message is lost, doubled or out of order: %s',
  (_name, a, b) => {
    const { worlds, fault, stuck } = explore(sound, bounds(a, b));
    expect(fault).toBe(null);
    expect(stuck, 'states from which not everything can arrive any more').toBe(0);
    expect(worlds).toBeGreaterThan(20_000);
  },
  60_000,
);

/** The protocol with its effects tampered with. */
const tampered =
  (change: (effects: readonly LinkEffect[], of: Parameters<Protocol>) => ReturnType<Protocol>): Protocol =>
  (...of) =>
    change(sound(...of).effects, of);

test('the search finds a receipt that is given before the message is durable', () => {
  const hasty = tampered((effects, of) => ({
    state: sound(...of).state,
    effects: effects.flatMap((effect): LinkEffect[] =>
      effect.kind === 'persist' ? [effect, { kind: 'send', frame: { kind: 'ack', received: effect.place } }] : [effect],
    ),
  }));
  expect(explore(hasty, bounds(1, 0)).fault).toMatch(/acknowledged|own_history_lost|receipt/);
});

test('the search finds messages that are sent before they are durable: a crash gives their number to another', () => {
  const hasty: Protocol = (state, event, history) => {
    const { state: written, effects } = sound(state, event, history);
    if (event.kind !== 'submitted') return { state: written, effects };
    return sound(written, { kind: 'out_durable', sequence: event.place.sequence, now_ms: 0 }, history);
  };
  expect(explore(hasty, bounds(1, 0)).fault).toMatch(/received|peer_lost_history|forked|acknowledged/);
});

test('the search finds a message that is acted on twice', () => {
  const twice = tampered((effects, of) => ({
    state: sound(...of).state,
    effects: effects.flatMap((effect): LinkEffect[] => (effect.kind === 'deliver' ? [effect, effect] : [effect])),
  }));
  expect(explore(twice, bounds(1, 0)).fault).toMatch(/acts on 1 after 1/);
});

test('the search finds a receiver that takes messages out of order', () => {
  const careless: Protocol = (state, event, history) => {
    if (event.kind !== 'frame' || event.frame.kind !== 'kept' || state.phase !== 'up') {
      return sound(state, event, history);
    }
    // It believes whatever number comes to be the next one.
    const { received, pending } = state.in;
    const last = pending.at(-1) ?? received;
    const place = { sequence: last.sequence + 1, hash: event.frame.place.hash };
    return sound(state, { ...event, frame: { ...event.frame, place, previous: last.hash } }, history);
  };
  expect(explore(careless, bounds(2, 0)).fault).toMatch(/received|receipt_differs/);
});

test('the search finds a sender that never sends again: not everything can arrive any more', () => {
  const forgetful: Protocol = (state, event, history) => {
    const { state: then, effects } = sound(state, event, history);
    if (event.kind !== 'frame' || event.frame.kind !== 'hello') return { state: then, effects };
    // It takes for arrived whatever it had sent before the break.
    const out = { ...then.out, sent: Math.max(then.out.sent, state.out.sent) };
    return { state: { ...then, out }, effects: effects.filter(({ kind }) => kind !== 'send_kept') };
  };
  const noTimer: Protocol = (state, event, history) =>
    event.kind === 'tick' ? { state, effects: [] } : forgetful(state, event, history);
  expect(explore(noTimer, bounds(1, 0)).stuck).toBeGreaterThan(0);
});
