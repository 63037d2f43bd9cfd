import { cos, destination, RAD_PER_DEG, relative, SITE_SIZE, sin, writeSite } from '@skyaccord/sky';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  every,
  type Flight,
  memorandumWith,
  NEAR,
  NM,
  ORIGIN,
  observation,
  ofKind,
  play,
  reportsOf,
  START_MS,
  WIDE,
} from '../../test/traffic.ts';
import { tickOf } from '../ordering.ts';
import type { Advice, Alert, Manoeuvre, Outcome } from '../outcome.ts';
import { Watch, type WatchOptions } from '../watch.ts';

const memorandum = memorandumWith(WIDE, NEAR);

const own: Flight = { address: 'd1a001', east_m: 0, north_m: -25_000, altitude_m: 6000, track_deg: 0, speed_mps: 200 };
const ahead: Flight = { ...own, address: 'd2b001', north_m: 25_000, track_deg: 180 };

/** The first alert of two that come at each other. */
function firstAlert(a: Flight, b: Flight, options: Partial<WatchOptions> = {}): Alert {
  const watch = new Watch({ memorandum, ...options });
  const outcomes = play(watch, [...reportsOf(a, every(0, 30)), ...reportsOf(b, every(0.5, 30))]);
  return ofKind(outcomes, 'alert_raised')[0]!.alert;
}

const turnOf = (advice: Advice | undefined): number =>
  advice?.manoeuvres.find((one) => one.kind === 'turn')?.by_deg ?? Number.NaN;

describe('who is advised', () => {
  it('both sides of a head-on are turned right', () => {
    const { advice } = firstAlert(own, ahead);
    expect(advice.map((one) => one.for)).toEqual(['d1a001', 'd2b001']);
    for (const one of advice) {
      expect(turnOf(one)).toBeGreaterThan(0);
      expect(one.clear).toBe(true);
    }
    expect(advice.map((one) => one.party)).toEqual(['nc', 'mu']);
  });

  it('a contact that only a radar knows is not; the other one is', () => {
    const contact: Flight = { ...ahead, address: 'T417', over: { address_kind: 'track_number', technology: 'radar' } };
    expect(firstAlert(own, contact).advice.map((one) => one.for)).toEqual(['d1a001']);
  });

  it('only the aircraft of the parties named', () => {
    expect(firstAlert(own, ahead, { advise: ['nc'] }).advice.map((one) => one.for)).toEqual(['d1a001']);
    expect(firstAlert(own, ahead, { advise: ['mu'] }).advice.map((one) => one.for)).toEqual(['d2b001']);
    expect(firstAlert(own, ahead, { advise: [] }).advice).toEqual([]);
    const stranger = { ...ahead, address: 'ffffff' };
    expect(firstAlert(own, stranger, { advise: ['nc', 'mu'] }).advice.map((one) => one.for)).toEqual(['d1a001']);
  });
});

describe('advice to a crew that does nothing', () => {
  const watch = new Watch({ memorandum });
  const outcomes = play(watch, [...reportsOf(own, every(0, 125)), ...reportsOf(ahead, every(0.5, 125))]);
  const alerts = outcomes.flatMap((one) =>
    one.kind === 'alert_raised' || one.kind === 'alert_updated' ? [one.alert] : [],
  );

  it('stays as it is from look to look, and grows as the conflict nears', () => {
    const turns = alerts
      .map((alert) => alert.advice[0]!)
      .filter((one) => one.clear)
      .map((one) => Math.round(turnOf(one)));
    expect(turns.length).toBeGreaterThan(10);
    expect(turns).toEqual([...turns].sort((x, y) => x - y));
    expect(new Set(turns).size).toBeLessThan(turns.length / 2);
  });

  it('says in the end that the minima cannot be kept', () => {
    expect(alerts.some((alert) => alert.advice.some((one) => !one.clear))).toBe(true);
  });
});

type Pilot = {
  address: string;
  east_m: number;
  north_m: number;
  up_m: number;
  track_deg: number;
  speed_mps: number;
  climb_mps: number;
};

/** Both crews fly, after five seconds, what the watch last advised, and go back once that is over; what happened. */
function flown(pilots: readonly Pilot[], to_s: number): { outcomes: Outcome[]; near: boolean; advice: Advice[][] } {
  const watch = new Watch({ memorandum });
  const outcomes: Outcome[] = [];
  const told = new Map<string, { advice: Advice; since_s: number }>();
  const given: Advice[][] = pilots.map(() => []);
  const plans = new Map(pilots.map((one) => [one.address, planOf(one)]));
  let near = false;
  const sites = new Float64Array(2 * SITE_SIZE);
  const out = new Float64Array(2);
  for (let t = 0; t <= to_s; t++) {
    const reports = pilots.map((one) => {
      destination(ORIGIN.latitude_deg, ORIGIN.longitude_deg, one.east_m, one.north_m, out);
      return observation({
        source: one.address,
        sequence: t,
        time_ms: START_MS + t * 1000,
        address: one.address,
        latitude_deg: out[0]!,
        longitude_deg: out[1]!,
        pressure_altitude_m: one.up_m,
        track_deg: one.track_deg,
        ground_speed_mps: one.speed_mps,
        vertical_rate_mps: one.climb_mps,
      });
    });
    for (const [i, one] of reports.entries()) writeSite(one.latitude_deg, one.longitude_deg, sites, i * SITE_SIZE);
    relative(sites, 0, SITE_SIZE, out);
    const range_m = Math.sqrt(out[0]! ** 2 + out[1]! ** 2);
    near ||= range_m < NM && Math.abs(pilots[0]!.up_m - pilots[1]!.up_m) < 304.8;
    const now = watch.advance(tickOf(START_MS + t * 1000), reports);
    outcomes.push(...now);
    for (const one of now) {
      if (one.kind === 'alert_cleared') {
        for (const [track, { advice }] of told)
          told.set(track, { advice: { ...advice, manoeuvres: plans.get(track)! }, since_s: t });
      }
      if (one.kind !== 'alert_raised' && one.kind !== 'alert_updated') continue;
      for (const advice of one.alert.advice) {
        if (told.get(advice.for)?.advice.words === advice.words) continue;
        const before = told.get(advice.for);
        told.set(advice.for, { advice, since_s: before === undefined ? t : Math.max(before.since_s, t - 5) });
        given[pilots.findIndex((pilot) => pilot.address === advice.for)]!.push(advice);
      }
    }
    for (const pilot of pilots) {
      const order = told.get(pilot.address);
      if (order && t - order.since_s >= 5) obey(pilot, order.advice);
      pilot.east_m += pilot.speed_mps * sin(pilot.track_deg * RAD_PER_DEG);
      pilot.north_m += pilot.speed_mps * cos(pilot.track_deg * RAD_PER_DEG);
      pilot.up_m += pilot.climb_mps;
    }
  }
  return { outcomes, near, advice: given };
}

/** To fly as it did before it was advised. */
const planOf = ({ track_deg, up_m, speed_mps }: Pilot): Manoeuvre[] => [
  { kind: 'turn', by_deg: 0, to_track_deg: track_deg },
  { kind: 'vertical', by_m: 0, to_altitude_m: up_m, rate_mps: 5 },
  { kind: 'speed', by_mps: 0, to_mps: speed_mps },
];

/** One second of doing as told. */
function obey(pilot: Pilot, { manoeuvres }: Advice): void {
  for (const one of manoeuvres) obeyOne(pilot, one);
}

function obeyOne(pilot: Pilot, manoeuvre: Manoeuvre): void {
  if (manoeuvre.kind === 'turn') {
    const left = ((manoeuvre.to_track_deg - pilot.track_deg + 540) % 360) - 180;
    const rate = Math.min(3, 262 / pilot.speed_mps);
    pilot.track_deg = (pilot.track_deg + Math.sign(left) * Math.min(Math.abs(left), rate) + 360) % 360;
  } else if (manoeuvre.kind === 'vertical') {
    const left = manoeuvre.to_altitude_m - pilot.up_m;
    pilot.climb_mps = Math.sign(left) * Math.min(Math.abs(left), Math.abs(manoeuvre.rate_mps));
  } else {
    pilot.speed_mps += Math.max(-0.5, Math.min(0.5, manoeuvre.to_mps - pilot.speed_mps));
  }
}

describe('two crews that both do as advised', () => {
  const encounters = fc.record({
    angle_deg: fc.integer({ min: 20, max: 340 }),
    miss_m: fc.integer({ min: -1500, max: 1500 }),
    ours_mps: fc.integer({ min: 90, max: 240 }),
    theirs_mps: fc.integer({ min: 90, max: 240 }),
    up_m: fc.integer({ min: -250, max: 250 }),
  });

  it('do not meet within the narrowest minima, and are hardly ever turned the other way on the way', {
    timeout: 180_000,
  }, () => {
    let advised = 0;
    let reversed = 0;
    let again = 0;
    fc.assert(
      fc.property(encounters, ({ angle_deg, miss_m, ours_mps, theirs_mps, up_m }) => {
        const east = sin(angle_deg * RAD_PER_DEG);
        const north = cos(angle_deg * RAD_PER_DEG);
        const common = { climb_mps: 0 };
        const pilots: Pilot[] = [
          {
            ...common,
            address: 'd1a001',
            east_m: 0,
            north_m: -150 * ours_mps,
            up_m: 6000,
            track_deg: 0,
            speed_mps: ours_mps,
          },
          {
            ...common,
            address: 'd2b001',
            east_m: miss_m - 150 * theirs_mps * east,
            north_m: -150 * theirs_mps * north,
            up_m: 6000 + up_m,
            track_deg: angle_deg,
            speed_mps: theirs_mps,
          },
        ];
        const { near, advice, outcomes } = flown(pilots, 300);
        expect(near).toBe(false);
        if (ofKind(outcomes, 'alert_raised').length > 1) again += 1;
        for (const given of advice) {
          advised += given.length;
          const sides = given
            .filter((one) => one.clear)
            .map(turnOf)
            .filter((by_deg) => Math.abs(by_deg) > 2.5);
          if (new Set(sides.map(Math.sign)).size > 1) reversed += 1;
        }
      }),
      { numRuns: 200, seed: 20151020 },
    );
    expect(advised).toBeGreaterThan(200);
    // Seen in 3 of 200; the list of single manoeuvres that was tried before turned 27 of 1,000 back.
    expect(reversed).toBeLessThanOrEqual(6);
    // Both go back at once when the alert is over: in 69 of 200 they then come within the widened minima once more.
    expect(again).toBeLessThanOrEqual(80);
  });
});
