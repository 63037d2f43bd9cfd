import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
// As the package hands them out.
import {
  ADVICE_PARAMETERS,
  type AdviceChoice,
  Adviser,
  createEstimate,
  createMemory,
  type OwnAircraft,
  type Situation,
  type Target,
  writeSighting,
} from '../index.ts';

const VOLUME = { lateral_m: 600, vertical_m: 90, tau_s: 0, weight: 1, leave_by_s: 0 };
const AGILITY = { turn_radps: 0.02, climb_mps: 4, climb_mps2: 2.45 };

/** Flies north at `speed` m/s, by its plan. */
function northbound(speed = 80, climb = 0): OwnAircraft {
  return {
    vx_mps: 0,
    vy_mps: speed,
    vz_mps: climb,
    plan: { track_rad: 0, speed_mps: speed, vertical_mps: climb, turn_radps: 0 },
    performance: {
      turn_radps: 0.05,
      accel_mps2: 1,
      vertical_mps2: 2.45,
      vertical_mps: 10,
      least_speed_mps: 0.75 * speed,
      most_speed_mps: 1.25 * speed,
    },
    up_room_m: Number.POSITIVE_INFINITY,
    down_room_m: Number.POSITIVE_INFINITY,
  };
}

type Seen = { x: number; y: number; z: number; vx: number; vy: number; vz: number };

function target(seen: Seen, more: Partial<Target> = {}): Target {
  const estimate = createEstimate();
  writeSighting(
    {
      x_m: seen.x,
      y_m: seen.y,
      z_m: seen.z,
      vx_mps: seen.vx,
      vy_mps: seen.vy,
      vz_mps: seen.vz,
      turn_radps: 0,
      position_sigma_m: 15,
      velocity_sigma_mps: 0.5,
      height_sigma_m: 5,
      climb_sigma_mps: 0.2,
    },
    estimate,
  );
  return { estimate, agility: AGILITY, volumes: [VOLUME], own_share: 0.5, answer: null, ...more };
}

function decide(targets: readonly Target[], more: Partial<Situation> = {}): AdviceChoice {
  const choice = new Adviser().decide({ time_s: 0, own: northbound(), targets, ...more }, createMemory());
  return structuredClone(choice);
}

/** Head-on, at the same height, so many seconds from meeting. */
const headOn = (t_s: number, aside_m = 0, up_m = 0): Seen => ({
  x: aside_m,
  y: 160 * t_s,
  z: up_m,
  vx: 0,
  vy: -80,
  vz: 0,
});

const metres = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const anyone: fc.Arbitrary<Seen> = fc.record({
  x: metres(15_000),
  y: metres(15_000),
  z: metres(600),
  vx: metres(150),
  vy: metres(150),
  vz: metres(10),
});

describe('alerts', () => {
  test('a collision course is called in time, a wide pass and a diverging aircraft are not', () => {
    expect(decide([target(headOn(30))])).toMatchObject({ alert: true, keeps: 'all' });
    expect(decide([target(headOn(30, 4000))])).toMatchObject({ alert: false, command: null });
    expect(decide([target(headOn(30, 0, 500))])).toMatchObject({ alert: false });
    expect(decide([target({ ...headOn(30), y: -5000 })]).probability).toBeLessThan(0.05);
  });

  test('not before its time, unless another rule calls', () => {
    const far = target(headOn(60));
    expect(decide([far])).toMatchObject({ alert: false });
    expect(decide([far]).probability).toBeGreaterThan(0.8);
    const called = decide([far], { called: true });
    expect(called.alert).toBe(true);
    expect(called.command).not.toBeNull();
  });

  test('the nearer the edge of the volume, the less certain a loss is', () => {
    const at = (aside_m: number) => decide([target(headOn(30, aside_m))]).probability;
    expect(at(0)).toBeGreaterThan(0.9);
    expect(at(600)).toBeGreaterThan(0.3);
    expect(at(600)).toBeLessThan(0.7);
    expect(at(800)).toBeLessThan(0.15);
  });

  test('an unknown height counts as the same height, and no climb is advised for it', () => {
    const choice = decide([target({ ...headOn(30), z: Number.NaN })]);
    expect(choice.alert).toBe(true);
    expect(choice.command?.vertical_mps).toBeNaN();
    expect(choice.command?.track_rad).not.toBeNaN();
  });
});

describe('advice', () => {
  test('away from who is above or below', () => {
    expect(decide([target(headOn(30, 0, 60))]).command?.vertical_mps).toBeLessThan(0);
    expect(decide([target(headOn(30, 0, -60))]).command?.vertical_mps).toBeGreaterThan(0);
  });

  test('no climb through the ceiling', () => {
    const own = { ...northbound(), up_room_m: 0, down_room_m: 1000 };
    const choice = decide([target(headOn(30, 0, -20))], { own });
    expect(choice.command?.vertical_mps ?? 0).not.toBeGreaterThan(0);
    expect(choice.keeps).toBe('all');
  });

  test('what the other side is told is complemented', () => {
    for (const climb of [1, -1] as const) {
      const choice = decide([target(headOn(30), { answer: { turn: 0, climb } })]);
      expect(Math.sign(choice.command?.vertical_mps ?? 0)).toBe(-climb);
    }
  });

  test('advised elsewhere and head-on at one height: to the right, and no guess which way is up', () => {
    const choice = decide([target(headOn(40), { advised_elsewhere: true })], { called: true });
    expect(choice.command?.track_rad).toBeGreaterThan(0);
    expect(choice.command?.vertical_mps).toBeNaN();
  });

  test('both sides of a pair work out complementary senses', () => {
    fc.assert(
      fc.property(fc.double({ min: 25, max: 45, noNaN: true }), metres(600), metres(120), (t_s, aside_m, up_m) => {
        const elsewhere = { advised_elsewhere: true };
        const first = decide([target(headOn(t_s, aside_m, up_m), elsewhere)], { called: true });
        // The other side sees the same turned about.
        const second = decide([target(headOn(t_s, aside_m, -up_m), elsewhere)], { called: true });
        const climbs = [first, second].map(({ command }) => command?.vertical_mps ?? Number.NaN);
        if (climbs.every((one) => !Number.isNaN(one))) expect(Math.sign(climbs[0]!) * Math.sign(climbs[1]!)).toBe(-1);
        const turns = [first, second].map(({ command }) => command?.track_rad ?? Number.NaN);
        if (turns.every((one) => !Number.isNaN(one))) expect(Math.sign(turns[0]!)).toBe(Math.sign(turns[1]!));
      }),
      { numRuns: 40 },
    );
  });

  test('offered tracks are tried', () => {
    const own = { ...northbound(), performance: { ...northbound().performance, vertical_mps: 1e-3 } };
    const offer = 0.4;
    const choice = decide([target(headOn(36, -100))], {
      own,
      called: true,
      offers: { tracks_rad: [offer], vertical_mps: [] },
    });
    expect(choice.command?.track_rad).toBe(offer);
  });

  test('what stands is kept until it is over, then the plan is flown again', () => {
    const adviser = new Adviser();
    const memory = createMemory();
    const commands = new Set<string>();
    let over: number | null = null;
    let z = 0;
    let vz = 0;
    for (let t = 0; t < 90; t += 1) {
      const own = { ...northbound(), vz_mps: vz };
      const seen = target({ ...headOn(35 - t), z: -z });
      const { alert, command } = adviser.decide({ time_s: t, own, targets: [seen] }, memory);
      if (command !== null) commands.add(JSON.stringify(command));
      if (t > 10 && !alert && over === null) over = t;
      vz = t >= 5 ? (Number.isNaN(command?.vertical_mps ?? Number.NaN) ? 0 : command!.vertical_mps) : 0;
      z += vz;
    }
    expect(commands.size).toBe(1);
    expect(over).toBeGreaterThan(10);
    expect(over).toBeLessThan(50);
    expect(memory.standing).toBe(false);
  });
});

describe('what alerts go by', () => {
  const seen = (up_m: number): AdviceChoice => decide([target(headOn(15, 0, up_m))]);

  test('the deeper a loss leads in, the more it harms; at the edge it harms by its probability', () => {
    const [middle, edge] = [seen(0), seen(85)];
    expect(middle.soon).toBeGreaterThan(0.9);
    expect(middle.harm).toBeGreaterThan(middle.soon + 0.4);
    expect(edge.soon).toBeGreaterThan(0.5);
    expect(edge.harm).toBeLessThan(edge.soon + 0.05);
  });

  test('a crew is called into the middle at a probability at which it is not called to the edge', () => {
    const [middle, edge] = [seen(60), seen(85)];
    expect(middle.harm - middle.soon).toBeGreaterThan(edge.harm - edge.soon);
    expect([middle.alert, edge.alert]).toEqual([true, false]);
  });

  test('a crew is called sooner to one whose own crew was called, not to another, nor to one that passes clear', () => {
    const edge = headOn(15, 0, 85);
    const clear = headOn(15, 0, 300);
    expect(decide([target(edge)]).alert).toBe(false);
    expect(decide([target(edge, { called: true })]).alert).toBe(true);
    expect(decide([target(edge), target(clear, { called: true })]).alert).toBe(false);
  });

  test('to one whose crew was called the own crew is called even if they meet later than alerts look ahead', () => {
    const later = headOn(ADVICE_PARAMETERS.alert_within_s + 25);
    const alone = decide([target(later)]);
    expect(alone.soon).toBeLessThan(0.1);
    expect(alone.alert).toBe(false);
    expect(decide([target(later, { called: true })]).alert).toBe(true);
  });

  test('a turn of the plan may end soon and late: what it leads into is likely, not certain', () => {
    const own = (turn_radps: number): OwnAircraft => {
      const straight = northbound();
      return { ...straight, plan: { ...straight.plan, turn_radps } };
    };
    // A degree a second to the right leads to the balloon after 28 s, if it goes on for so long.
    const balloon = target({ x: 1060, y: 2150, z: 0, vx: 0, vy: 0, vz: 0 });
    const straight = decide([balloon], { own: own(0) });
    const turning = decide([balloon], { own: own(0.0175) });
    expect(straight.soon).toBeLessThan(0.1);
    expect(turning.soon).toBeGreaterThan(0.25);
    expect(turning.soon).toBeLessThan(0.75);
    expect(turning.alert).toBe(false);
  });
});

describe('properties', () => {
  const sky = fc.array(anyone, { maxLength: 3 });

  test('the same to the bit whoever was advised before', () => {
    const used = new Adviser();
    fc.assert(
      fc.property(sky, (seen) => {
        const targets = seen.map((one) => target(one));
        const again = used.decide({ time_s: 0, own: northbound(), targets, called: true }, createMemory());
        expect(again).toEqual(decide(targets, { called: true }));
      }),
      { numRuns: 40 },
    );
  });

  test('no number is missing, probabilities are probabilities', () => {
    fc.assert(
      fc.property(sky, fc.boolean(), (seen, called) => {
        const choice = decide(
          seen.map((one) => target(one)),
          { called },
        );
        for (const p of [choice.probability, choice.soon, choice.loss]) {
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(1);
        }
        expect(choice.harm).toBeGreaterThanOrEqual(choice.soon);
        expect(choice.harm).toBeLessThanOrEqual(1.5 * choice.soon + 1e-12);
        for (const value of Object.values(choice.cost)) expect(value).not.toBeNaN();
        expect(choice.nearest).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });

  test('one aircraft more never makes a loss less probable', () => {
    fc.assert(
      fc.property(sky, anyone, (seen, more) => {
        const few = decide(seen.map((one) => target(one))).probability;
        const many = decide([...seen, more].map((one) => target(one))).probability;
        expect(many).toBeGreaterThanOrEqual(few - 1e-12);
      }),
      { numRuns: 40 },
    );
  });

  test('seen in a mirror, losses and costs are the same and turns go to the other side', () => {
    fc.assert(
      fc.property(anyone, (seen) => {
        const one = decide([target(seen)], { called: true });
        const other = decide([target({ ...seen, x: -seen.x, vx: -seen.vx })], { called: true });
        expect(other.probability).toBeCloseTo(one.probability, 9);
        // Where both sides serve alike the tie goes to the right, which a mirror cannot show.
        expect(other.loss).toBeCloseTo(one.loss, 6);
        expect(Math.abs(other.cost.turn_rad)).toBeCloseTo(Math.abs(one.cost.turn_rad), 6);
      }),
      { numRuns: 40 },
    );
  });

  test('a volume that is larger is not safer', () => {
    fc.assert(
      fc.property(anyone, (seen) => {
        const wide = { ...VOLUME, lateral_m: 1200, vertical_m: 150 };
        const narrow = decide([target(seen)]).probability;
        expect(decide([target(seen, { volumes: [wide] })]).probability).toBeGreaterThanOrEqual(narrow - 1e-9);
        const both = decide([target(seen, { volumes: [VOLUME, wide] })]).probability;
        expect(both).toBeGreaterThanOrEqual(narrow - 1e-9);
      }),
      { numRuns: 40 },
    );
  });
});
