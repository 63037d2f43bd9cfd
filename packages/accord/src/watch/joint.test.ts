import { readFileSync } from 'node:fs';
import type { Observation } from '@skyaccord/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScenarioFile, roughOctober } from '../../test/october.ts';
import { every, memorandumWith, NEAR, observation, reportsOf, WIDE } from '../../test/traffic.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import { parseMemorandum } from '../memorandum/parse.ts';
import { tickOf } from '../ordering.ts';
import type { Outcome } from '../outcome.ts';
import { Watch } from '../watch.ts';
import { JointWatch } from './joint.ts';

const text = readScenarioFile('october.memorandum.yaml');
const under = (yaml: string): Memorandum => parseMemorandum(yaml).memorandum;
const example = (name: string): Memorandum =>
  under(readFileSync(new URL(`../../../../examples/memoranda/${name}.yaml`, import.meta.url), 'utf8'));

/** The same parties with other numbers, other parties over the same sea, and memoranda of quite other places. */
const MEMORANDA: readonly Memorandum[] = [
  under(text),
  under(text.replaceAll('lateral: 3 NM', 'lateral: 8 NM').replaceAll('grace: 3 min', 'grace: 20 s')),
  under(
    text
      .replace('prefix: NORD', 'prefix: X')
      .replace('prefix: MERI', 'prefix: NORD')
      .replace('prefix: X', 'prefix: MERI'),
  ),
  under(text.replace('granted: [sm, nc]', 'granted: [mu]').replaceAll('warn_ahead: 2 min', 'warn_ahead: 40 s')),
  example('rule-of-threes'),
  example('en-route-5nm-900ft'),
];

type Batches = readonly (readonly [tick: number, observations: readonly Observation[]])[];

/** Advice takes most of the time; with it, trials/traffic/memoranda.test.ts holds the same. */
type Advise = readonly string[] | null;

function alone(memorandum: Memorandum, batches: Batches, advise: Advise = null): string {
  const watch = new Watch({ memorandum, advise });
  const said = batches.flatMap(([tick, observations]) => watch.advance(tick, observations));
  return JSON.stringify([...said, ...watch.finish()]);
}

function together(memoranda: readonly Memorandum[], batches: Batches, advise: Advise = null): string[] {
  const joint = JointWatch.over(memoranda.map((memorandum) => ({ memorandum, advise })));
  const said = memoranda.map((): unknown[] => []);
  const take = (outcomes: readonly (readonly unknown[])[]): void => {
    for (const [i, some] of outcomes.entries()) said[i]!.push(...some);
  };
  for (const [tick, observations] of batches) take(joint.advance(tick, observations));
  take(joint.finish());
  return said.map((some) => JSON.stringify(some));
}

const rough = roughOctober().filter((_, i) => i >= 2200 && i < 2600);

describe('one sky under several memoranda', () => {
  it('comes to what each comes to alone, to the byte, whoever else looks at it', () => {
    const expected = MEMORANDA.map((one) => alone(one, rough, []));
    expect(new Set(expected).size).toBe(MEMORANDA.length);
    expect(together(MEMORANDA, rough, []).map((said, i) => said === expected[i])).toEqual(MEMORANDA.map(() => true));
  });

  it('comes to the same but for the bands where nobody reads these', () => {
    const told = (bands: boolean): Outcome[] => {
      const watch = new Watch({ memorandum: MEMORANDA[0]!, bands });
      return [...rough.flatMap(([tick, observations]) => watch.advance(tick, observations)), ...watch.finish()];
    };
    const bare = (outcomes: readonly Outcome[]): string =>
      JSON.stringify(outcomes, (key, value: unknown) => (key === 'bands' ? undefined : value));
    const all = told(true);
    const without = JSON.stringify(told(false));
    expect(JSON.stringify(all)).toContain('"bands"');
    expect(without === bare(all)).toBe(true);
  });

  it('names a track by the parties of each, also where a slot is used again', () => {
    const flight = { altitude_m: 6000, track_deg: 90, speed_mps: 200, east_m: 0, north_m: 0 };
    const reports = [
      ...reportsOf({ ...flight, address: 'c00001', over: { callsign: 'NORD1' } }, every(0, 20)),
      ...reportsOf({ ...flight, address: 'c00002', over: { callsign: 'MERI2' } }, every(200, 230)),
      observation({ ...reportsOf({ ...flight, address: 'c00002' }, [231])[0], callsign: 'SALT2' }),
    ];
    const batches = reports.map((one) => [tickOf(one.time_ms), [one]] as const);
    const memoranda = [MEMORANDA[0]!, MEMORANDA[2]!, MEMORANDA[4]!];
    const said = together(memoranda, batches);
    expect(said.map((some) => some.match(/"party":"\w+"/g)?.[0])).toEqual(['"party":"nc"', '"party":"mu"', undefined]);
    expect(said).toEqual(memoranda.map((one) => alone(one, batches)));
  });

  it('holds two tracks for one aircraft, or not, whoever looks at the two', () => {
    const own = { address: 'd1a001', east_m: 0, north_m: 0, altitude_m: 2000, track_deg: 90, speed_mps: 60 };
    const station = { address_kind: 'non_icao', technology: 'tisb', category: null, position_accuracy_m: 556 } as const;
    const memoranda = [memorandumWith(WIDE, NEAR), memorandumWith(), memorandumWith(NEAR)];
    const place = fc.integer({ min: -500, max: 500 });
    const speed = fc.integer({ min: 40, max: 90 });
    const track = fc.integer({ min: 70, max: 110 });
    let fused = 0;
    fc.assert(
      fc.property(
        place,
        place,
        speed,
        track,
        fc.integer({ min: 10, max: 40 }),
        (east_m, north_m, first, along, turns) => {
          // It begins somewhere near, and from some time on flies beside.
          const echo = { ...own, address: '~2b0001', over: station };
          const reports = [
            ...reportsOf(own, every(0.3, 90)),
            ...reportsOf({ ...echo, east_m, north_m, speed_mps: first, track_deg: along }, every(4, turns, 2)),
            ...reportsOf({ ...echo, north_m: 60 }, every(turns + 2, 90, 2)),
          ].sort((x, y) => x.time_ms - y.time_ms);
          const batches = reports.map((one) => [tickOf(one.time_ms), [one]] as const);
          const said = together(memoranda, batches, []);
          if (said[1]!.includes('tracks_fused')) fused += 1;
          expect(said.map((one, i) => one === alone(memoranda[i]!, batches, []))).toEqual([true, true, true]);
        },
      ),
      { numRuns: 16 },
    );
    expect(fused).toBeGreaterThan(0);
    expect(fused).toBeLessThan(16);
  });

  it('does so wherever the run begins and ends, in any company', () => {
    const memorandum = fc.constantFrom(...MEMORANDA);
    const company = fc.array(memorandum, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(company, fc.nat(rough.length), fc.integer({ min: 1, max: 150 }), (memoranda, from, count) => {
        const part = rough.slice(from, from + count);
        expect(together(memoranda, part, [])).toEqual(memoranda.map((one) => alone(one, part, [])));
      }),
      { numRuns: 10 },
    );
  });

  it('tells whose turn it is: tracking once a step, each memorandum after it', () => {
    const turns: (number | null)[] = [];
    const joint = JointWatch.over(
      [MEMORANDA[0]!, MEMORANDA[2]!].map((memorandum) => ({ memorandum })),
      (of) => turns.push(of),
    );
    joint.advance(rough[0]![0], rough[0]![1]);
    expect(turns).toEqual([null, 0, 1]);
  });

  it('refuses to go back in time', () => {
    const joint = JointWatch.over([{ memorandum: MEMORANDA[0]! }]);
    joint.advance(7, []);
    expect(() => joint.advance(7, [])).toThrow(RangeError);
    expect(joint.tick).toBe(7);
  });
});
