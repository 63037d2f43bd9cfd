import { describe, expect, test } from 'vitest';
import { type Briefing, recorded } from './briefing.ts';
import { drawEncounter } from './draw.ts';
import { readTrialEncounter, type TrialEncounter } from './encounter.ts';
import { type Condition, type CrewedSetting, flyEncounter, type Guidance } from './fly.ts';
import type { Decision, Moment } from './guide.ts';
import { guidanceOf } from './methods.ts';
import { flyUnmitigated } from './trial.ts';

const OWN: Condition = { sensors: 'perfect', equipped: 'own' };
const encounters = Array.from({ length: 40 }, (_, index) => readTrialEncounter(drawEncounter(3, index)));
const SILENT: Decision = { alert: false, probability: 0, command: null };
const crewed = encounters.filter(({ delay_s }) => delay_s !== 'never').slice(0, 16);

/** Flies with a guide that only looks. */
function look(encounter: TrialEncounter, condition: Condition, see: (now: Moment, setting: CrewedSetting) => void) {
  const guidance: Guidance = (setting) => ({
    decide(now) {
      see(now, setting);
      return SILENT;
    },
  });
  return flyEncounter(encounter, condition, guidance);
}

describe('an encounter', () => {
  test('guided by nobody is flown by its plans, and so it is by who says nothing', () => {
    for (const encounter of encounters) {
      const planned = flyUnmitigated(encounter);
      const silent = look(encounter, OWN, () => undefined);
      expect(silent.pairs).toEqual(planned.pairs);
      expect(silent.final_pos_m).toEqual(planned.final_pos_m);
      expect(silent.extra_distance_m).toBeCloseTo(0, 9);
      expect(silent.altitude_deviation_m).toBe(0);
    }
  });

  test('guides hear each whole second, of everybody else, and know no more than they may', () => {
    const [encounter] = encounters as [TrialEncounter];
    const heard: number[] = [];
    look(encounter, OWN, (now, setting) => {
      heard.push(now.t_s);
      expect(now.reports.length).toBe(encounter.traffic.length);
      expect(Object.keys(now).sort()).toEqual(['called', 'own', 'plan', 'reports', 't_s']);
      expect(now.called).toEqual(encounter.traffic.map(() => false));
      expect(setting.sigmas).toEqual({ pos_sigma_m: 0, vel_sigma_mps: 0, alt_sigma_m: 0, alt_vel_sigma_mps: 0 });
    });
    expect(heard).toEqual(Array.from({ length: encounter.duration_s }, (_, t_s) => t_s));
  });

  test('noise is of the stated size, comes from the seed alone, and stays away with perfect sensors', () => {
    const [encounter] = encounters as [TrialEncounter];
    const errors = (sensors: Condition['sensors']) => {
      const truth: number[] = [];
      look(encounter, OWN, ({ reports }) => truth.push(reports[0]?.x ?? Number.NaN));
      const out: number[] = [];
      let t = 0;
      look(encounter, { sensors, equipped: 'own' }, ({ reports }) => {
        if (reports[0]) out.push((reports[0].x - (truth[t] as number)) / encounter.sensor.pos_sigma_m);
        t++;
      });
      return out;
    };
    expect(Math.max(...errors('perfect').map(Math.abs))).toBe(0);
    const noisy = errors('noisy');
    expect(noisy).toEqual(errors('noisy'));
    const spread = Math.sqrt(noisy.reduce((sum, error) => sum + error * error, 0) / noisy.length);
    expect(spread).toBeGreaterThan(0.8);
    expect(spread).toBeLessThan(1.2);
  });

  test('equipped traffic is guided only where it is to act', () => {
    const several = encounters.find(({ traffic }) => traffic.length > 1 && traffic.some(({ equipped }) => equipped));
    if (several === undefined) throw new Error('no such encounter in the sample');
    const guided = (condition: Condition) => {
      const aircraft = new Set<number>();
      look(several, condition, (_, setting) => aircraft.add(setting.aircraft));
      return [...aircraft];
    };
    const equipped = several.traffic.flatMap((one, index) => (one.equipped ? [index + 1] : []));
    expect(guided(OWN)).toEqual([0]);
    expect(guided({ sensors: 'noisy', equipped: 'both' })).toEqual([0, ...equipped]);
  });

  test('a call is heard by the others that are guided, a second later, while it stands', () => {
    const several = encounters.find(
      ({ traffic }) => traffic.length > 2 && traffic[0]?.equipped && traffic[2]?.equipped,
    );
    if (several === undefined) throw new Error('no such encounter in the sample');
    const heard: [aircraft: number, t_s: number, from: number][] = [];
    // The ownship's crew stands called from 10 to 11 s; it is the first target of all others.
    const guidance: Guidance = ({ aircraft }) => ({
      decide({ t_s, called }) {
        for (const [from, one] of called.entries()) if (one) heard.push([aircraft, t_s, from]);
        return { ...SILENT, alert: aircraft === 0 && t_s >= 10 && t_s < 12 };
      },
    });
    flyEncounter(several, { sensors: 'perfect', equipped: 'both' }, guidance);
    const others = several.traffic.flatMap(({ equipped }, i) => (equipped ? [i + 1] : []));
    expect(heard).toEqual([11, 12].flatMap((t_s) => others.map((aircraft) => [aircraft, t_s, 0])));
    heard.length = 0;
    flyEncounter(several, OWN, guidance);
    expect(heard).toEqual([]);
  });

  test('what the onlooker ends is flown no further', () => {
    const [encounter] = encounters as [TrialEncounter];
    let last = -1;
    flyEncounter(encounter, OWN, null, {
      onlooker: (t_s) => {
        last = t_s;
        return t_s < 9;
      },
    });
    expect(last).toBe(9);
  });
});

describe.each(['ours', 'ours_unlinked', 'daidalus_heading', 'daidalus_vertical', 'mvp'] as const)(
  'the method %s',
  (method) => {
    const guidance = guidanceOf(method);
    const condition: Condition = { sensors: 'noisy', equipped: 'both' };

    test('decides the same in every run, whatever was flown before', () => {
      const flown = (some: readonly TrialEncounter[]) =>
        some.map((encounter) => flyEncounter(encounter, condition, guidance));
      const sample = encounters.slice(0, 3);
      expect(flown([...sample].reverse()).reverse()).toEqual(flown(sample));
    });

    test('flown again by its own words an encounter comes out the same', () => {
      for (const encounter of encounters.slice(0, 3)) {
        const briefings: Briefing[] = [];
        const flown = flyEncounter(encounter, condition, recorded(guidance as Guidance, briefings));
        const again = flyEncounter(encounter, condition, ({ aircraft }) => {
          const told = briefings.find((one) => one.aircraft === aircraft)?.told ?? [];
          return {
            decide({ t_s }) {
              const last = told.findLast(([when_s]) => when_s <= t_s);
              if (last === undefined) return SILENT;
              const [, alert, track_rad, speed_mps, vertical_mps, side] = last;
              const axes = { track_rad, speed_mps, vertical_mps, ...(side === undefined ? {} : { side }) };
              const asked = [track_rad, speed_mps, vertical_mps].some((axis) => axis !== null);
              return { alert: alert === 1, probability: 0, command: asked ? axes : null };
            },
          };
        });
        expect(again).toEqual(flown);
      }
    });

    test('keeps well clear more often than nobody', () => {
      const lost = crewed.filter((encounter) => flyUnmitigated(encounter).lowc).length;
      const left = crewed.filter((encounter) => flyEncounter(encounter, condition, guidance).lowc).length;
      expect(left).toBeLessThan(0.5 * lost);
    });
  },
);
