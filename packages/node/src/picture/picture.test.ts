import { type Identity, type Outcome, type TrackState, Watch } from '@skyaccord/accord';
import { describe, expect, test } from 'vitest';
import { octoberMemorandum, octoberObservations, START_MS, ticksOf } from '../../test/traffic.ts';
import type { WatchResult } from '../watch/protocol.ts';
import { PACKED_WIDTH } from '../watch/rows.ts';
import { WatchRunner } from '../watch/runner.ts';
import { History } from './history.ts';
import { Picture } from './picture.ts';

const { memorandum } = octoberMemorandum();
const ticks = ticksOf(octoberObservations(100));

/** Plays the ticks into a picture and into a watch of its own, to hold the one against the other. */
function play(count: number, step = 1) {
  const picture = new Picture();
  const runner = new WatchRunner({ memorandum });
  const watch = new Watch({ memorandum });
  const then = new Map<number, ReturnType<Watch['trackStates']>>();
  for (let index = 0; index < count; index += step) {
    const some = ticks.slice(index, Math.min(count, index + step));
    const result = runner.run(index, some, false);
    const outcomes = result.outputs.flatMap((output) => JSON.parse(output.outcomes));
    picture.apply(result, outcomes);
    for (const { tick, inputs } of some) watch.advance(tick, inputs);
    then.set(result.tick * 100, watch.trackStates());
  }
  return { picture, runner, watch, then };
}

const byTrack = <State extends { track: string }>(states: readonly State[]) =>
  states.toSorted((x, y) => (x.track < y.track ? -1 : 1));

describe('picture', () => {
  test.each([1, 7, 1_000])('shows the tracks and alerts that the watch has (%i ticks at once)', (step) => {
    const { picture, watch } = play(ticks.length, step);
    expect(byTrack(picture.tracks())).toEqual(byTrack(watch.trackStates()));
    expect(picture.alerts()).toEqual(watch.alerts());
    expect(picture.counts).toEqual(watch.counts());
    expect(picture.rows()).toHaveLength(watch.counts().tracks);
    for (const { track } of watch.trackStates()) {
      expect(picture.track(track)?.identity).toEqual(watch.identity(track));
      expect(picture.identities()[track]).toEqual(watch.identity(track));
    }
  });

  test('the sky of an earlier time is what the watch had then; of two receivers in turn, the last is named', () => {
    const { picture, then } = play(ticks.length);
    const unnamed = (states: readonly TrackState[]) => byTrack(states).map((state) => ({ ...state, technology: '' }));
    let compared = 0;
    for (const [time_ms, states] of then) {
      expect(unnamed(picture.at(time_ms).tracks)).toEqual(unnamed(states));
      compared += states.length;
    }
    expect(compared).toBeGreaterThan(1_000);
    expect(picture.reach()).toEqual({ from_ms: ticks[0]!.time_ms, to_ms: ticks.at(-1)!.time_ms });
    expect(picture.at(START_MS - 1).tracks).toEqual([]);
  });

  test('a trail ends where the track is', () => {
    const { picture, watch } = play(ticks.length);
    const [state] = watch.trackStates();
    const trail = picture.track(state!.track)!.trail;
    expect(trail.length).toBeGreaterThan(3);
    expect(trail.at(-1)?.[0]).toBe(state!.seen_ms);
    expect(picture.trails()[state!.track]).toEqual(trail);
  });

  test('a track that is over leaves the picture, and stays in what it was before', () => {
    const { picture, runner } = play(ticks.length);
    const before = picture.tracks().length;
    const last = ticks.at(-1)!;
    const end = runner.run(1, [{ tick: last.tick + 1, payload: null }], true);
    picture.apply(end, JSON.parse(end.outputs[0]!.outcomes));
    expect(picture.tracks()).toEqual([]);
    expect(picture.alerts()).toEqual([]);
    expect(picture.at(last.time_ms).tracks).toHaveLength(before);
    expect(picture.at(end.tick * 100).tracks).toEqual([]);
  });

  test('a track that ends and begins again within one step is the new one', () => {
    const runner = new WatchRunner({ memorandum });
    const picture = new Picture();
    const [first] = octoberObservations(1);
    const silent = { ...first!, sequence: 99, time_ms: first!.time_ms + 300_000 };
    const [early, late] = ticksOf([first!, silent]);
    const result = runner.run(1, [early!, late!], false);
    const outcomes = result.outputs.flatMap((output) => JSON.parse(output.outcomes) as { kind: string }[]);
    const lives = outcomes.map(({ kind }) => kind).filter((kind) => /^track_(started|dropped)$/.test(kind));
    expect(lives).toEqual(['track_started', 'track_dropped', 'track_started']);
    picture.apply(result, outcomes as never);
    expect(picture.tracks()).toMatchObject([{ seen_ms: silent.time_ms }]);
    expect(picture.at(early!.time_ms).tracks).toMatchObject([{ seen_ms: first!.time_ms }]);
  });

  test('takes up a watch that was rebuilt', () => {
    const { runner, watch } = play(ticks.length);
    const picture = new Picture();
    picture.restore(runner.picture(), ticks.at(-1)!.time_ms, 1);
    expect(byTrack(picture.tracks())).toEqual(byTrack(watch.trackStates()));
    expect(picture.alerts()).toEqual(watch.alerts());
    expect(picture.openCases).toBe(1);
    const followed = play(ticks.length).picture;
    expect(picture.fused()).toEqual(followed.fused());
    expect(Object.keys(picture.fused()).length).toBeGreaterThan(0);
    expect(picture.flags()).toEqual(followed.flags());
    const { tick, payload } = ticksOf(octoberObservations(101)).at(-1)!;
    const result = runner.run(1, [{ tick, payload }], false);
    picture.apply(result, []);
    expect(byTrack(picture.tracks())).not.toEqual(byTrack(watch.trackStates()));
  });

  test('after a new run began nothing of the old one is left', () => {
    const { picture } = play(50);
    picture.clear();
    expect(picture.tracks()).toEqual([]);
    expect(picture.reach()).toBeNull();
    expect(picture.counts.tracks).toBe(0);
  });

  test('tracks that are over are forgotten with their rows, and looked through seldom, however many come and go', () => {
    let looks = 0;
    class Counted extends History {
      override indices() {
        looks++;
        return super.indices();
      }
    }
    const picture = new Picture(new Counted(500_000));
    const identity = {} as Identity;
    for (let index = 0; index < 20_000; index++) {
      const track = `t${index}`;
      const rows = new Float64Array(PACKED_WIDTH);
      rows[0] = index;
      picture.apply({ rows, started: [{ index, track }], order: null } as unknown as WatchResult, [
        { kind: 'track_started', time_ms: index, track, identity } as unknown as Outcome,
        { kind: 'track_dropped', time_ms: index, track } as unknown as Outcome,
      ]);
    }
    expect(picture.size).toBe(0);
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThan(20);
  });
});
