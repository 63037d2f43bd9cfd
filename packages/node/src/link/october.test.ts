import type { Alert, Manoeuvre, Outcome } from '@skyaccord/accord';
import { expect, test, vi } from 'vitest';
import { BEGIN_MS, playOctober, type Side } from '../../test/two_sides.ts';

/** Ten minutes of two watches, with all that they advise: nothing less has every encounter in it. */
vi.setConfig({ testTimeout: 180_000 });

const LEVELS = ['advisory', 'warning', 'breach'] as const;
const nameOf = ({ a, b }: Alert): string => `${a.callsign ?? a.track} ${b.callsign ?? b.track}`;

/** When each encounter was first alerted on at a level, s from the beginning. */
function firsts({ outcomes }: Side, level: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const one of outcomes as readonly Outcome[]) {
    if (one.kind !== 'alert_raised' && one.kind !== 'alert_updated') continue;
    if (LEVELS.indexOf(one.alert.level) < level || found.has(nameOf(one.alert))) continue;
    found.set(nameOf(one.alert), (one.time_ms - BEGIN_MS) / 1000);
  }
  return found;
}

/** Three degrees a second, as pilots turn. */
const TURN_DEGPS = 3;
const SPEED_MPS2 = 1;
const FLOWN_S = 120;
const METRES_PER_DEGREE = 111_195;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Where an aircraft is, second by second, if it flies what it is advised: m east, north, up from the first place. */
function flown(state: Alert['a'], from: Alert['a'], manoeuvres: readonly Manoeuvre[]): [number, number, number][] {
  let { track_deg, ground_speed_mps: speed, vertical_rate_mps: rate } = state;
  let east = (state.longitude_deg - from.longitude_deg) * METRES_PER_DEGREE * Math.cos(radians(from.latitude_deg));
  let north = (state.latitude_deg - from.latitude_deg) * METRES_PER_DEGREE;
  let up = state.altitude_m ?? 0;
  const turn = manoeuvres.find((one) => one.kind === 'turn');
  const climb = manoeuvres.find((one) => one.kind === 'vertical');
  const pace = manoeuvres.find((one) => one.kind === 'speed');
  let left_deg = turn?.by_deg ?? 0;
  const places: [number, number, number][] = [];
  for (let s = 0; s <= FLOWN_S; s++) {
    places.push([east, north, up]);
    const step_deg = Math.sign(left_deg) * Math.min(Math.abs(left_deg), TURN_DEGPS);
    track_deg += step_deg;
    left_deg -= step_deg;
    if (pace !== undefined)
      speed += Math.sign(pace.to_mps - speed) * Math.min(SPEED_MPS2, Math.abs(pace.to_mps - speed));
    if (climb !== undefined) {
      const to_go = climb.to_altitude_m - up;
      rate = Math.sign(to_go) * Math.min(Math.abs(climb.rate_mps), Math.abs(to_go));
    }
    east += speed * Math.sin(radians(track_deg));
    north += speed * Math.cos(radians(track_deg));
    up += rate;
  }
  return places;
}

/** How near the two come, in parts of the minima: 1 and more keeps them. */
function nearest(alert: Alert, of_a: readonly Manoeuvre[], of_b: readonly Manoeuvre[]): number {
  const { lateral_minimum_m, vertical_minimum_m } = alert.findings[0]!;
  const b = flown(alert.b, alert.a, of_b);
  const parts = flown(alert.a, alert.a, of_a).map(([x, y, z], s) => {
    const [u, v, w] = b[s]!;
    return Math.max(Math.hypot(u - x, v - y) / lateral_minimum_m, Math.abs(w - z) / vertical_minimum_m);
  });
  return Math.min(...parts);
}

const advisedIn = (alert: Alert | undefined, track: string): readonly Manoeuvre[] =>
  alert?.advice.find((one) => one.for === track)?.manoeuvres ?? [];

/** Two alerts stand within this of one another, s, beside what the link takes. */
const APART_S = 2;

test('over a slow link both warn of what both see within 2 s and the way, at each level, and advise what goes together', () => {
  const way_s = 1.2;
  let joint = 0;
  const nearer: string[] = [];
  const sides = playOctober(
    () => 10 * way_s,
    620,
    ([nc, mu], tick) => {
      if (tick % 20 !== 0) return;
      for (const alert of nc.watch.alerts()) {
        const theirs = mu.watch.alerts().find((one) => nameOf(one) === nameOf(alert));
        // Each advises its own and nobody else's.
        for (const { party } of alert.advice) expect(party).toBe('nc');
        const of_a = advisedIn(alert, alert.a.track);
        const of_b = advisedIn(theirs, alert.b.track);
        if (of_a.length === 0 || of_b.length === 0) continue;
        joint += 1;
        const alone = Math.max(nearest(alert, of_a, []), nearest(alert, [], of_b));
        if (nearest(alert, of_a, of_b) < alone - 0.05) nearer.push(`${nameOf(alert)} at tick ${tick}`);
      }
    },
  );
  for (const [level, least] of [
    [0, 7],
    [1, 6],
    [2, 6],
  ] as const) {
    const [nc, mu] = sides.map((side) => firsts(side, level));
    expect([...nc!.keys()].sort()).toEqual([...mu!.keys()].sort());
    expect(nc!.size).toBeGreaterThanOrEqual(least);
    for (const [name, at_s] of nc!) {
      expect(Math.abs(at_s - mu!.get(name)!), `${name} ${LEVELS[level]}`).toBeLessThanOrEqual(APART_S + way_s);
    }
  }
  expect(joint).toBeGreaterThan(200);
  expect(nearer).toEqual([]);
});

test('with the link cut, what stands stays, and each warns of all that its own sensors see as it would alone', () => {
  const cut_s = 200;
  const isCut = (tick: number): boolean => tick * 100 >= BEGIN_MS + 1000 * cut_s;
  let standing: readonly string[] = [];
  let after: readonly string[] = [];
  const [nc] = playOctober(
    (tick) => (isCut(tick) ? null : 2),
    270,
    ([side], tick) => {
      const names = side.watch.alerts().map(nameOf);
      if (tick * 100 === BEGIN_MS + 1000 * cut_s) standing = names;
      if (tick * 100 === BEGIN_MS + 1000 * (cut_s + 5)) after = names;
    },
  );
  expect(standing.length).toBeGreaterThan(1);
  expect(after).toEqual(expect.arrayContaining([...standing]));
  const [alone] = playOctober(() => null, 270);
  const own = firsts(alone, 0);
  expect([...own.keys()]).toEqual(['NORD61 PLX610']);
  for (const [name, at_s] of own) expect(Math.abs(firsts(nc, 0).get(name)! - at_s)).toBeLessThanOrEqual(0.5);
});
