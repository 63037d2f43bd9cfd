import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeProblem } from '../document/problem.ts';
import { TECHNOLOGIES } from '../observation.ts';
import { isScenario, readScenario, ScenarioError } from './parse.ts';
import { createScenarioReader } from './reader.ts';
import { RECEPTION } from './source.ts';

const SMALL = `
skyaccord: scenario/1
id: small
title: One aircraft
origin: {latitude: 45 deg, longitude: -5 deg}
seed: 1
duration: 60 s
sources:
  - {id: coast, technology: adsb, interval: 1 s, drop: 0.1, position_accuracy: 30 m, party: nc}
  - {id: radar, technology: radar, interval: 12 s, reports: []}
aircraft:
  - id: one
    address: d1a001
    callsign: NORD1
    category: A3
    start: {east: 1 NM, north: -2 NM, altitude: 10000 ft, track: 90 deg, speed: 360 kt}
    changes:
      - {at: 10 s, track: 180 deg, rate: 3 deg/s, direction: right}
      - {at: 20 s, speed: 300 kt, rate: 1 kt/s}
      - {at: 20 s, altitude: 12000 ft, rate: 1200 ft/min}
    stop: 50 s
    heard_by:
      - {source: coast, offset: 0.25 s, drop: 0, from: 5 s, to: 40 s}
      - {source: radar, address: T1, clock_offset: -0.5 s}
`;

function problemsOf(text: string): string[] {
  try {
    readScenario(text);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems.map(describeProblem);
    throw error;
  }
  return [];
}

describe('a scenario', () => {
  it('comes out in SI units, with what a source does and what one aircraft says otherwise', () => {
    const scenario = readScenario(SMALL);
    expect(scenario).toMatchObject({ id: 'small', origin_latitude_deg: 45, origin_longitude_deg: -5, seed: 1 });
    expect(scenario.duration_ms).toBe(60_000);
    const [one] = scenario.aircraft;
    expect(one).toMatchObject({ id: 'one', callsign: 'NORD1', category: 'A3', stop_ms: 50_000 });
    expect(one?.start).toEqual({
      at_s: 0,
      east_m: 1852,
      north_m: -3704,
      altitude_m: 3048,
      track_deg: 90,
      speed_mps: 185.2,
    });
    expect(one?.changes.map(({ kind, at_s }) => [kind, at_s])).toEqual([
      ['track', 10],
      ['speed', 20],
      ['altitude', 20],
    ]);
    expect(one?.heard_by).toEqual([
      {
        source: 'coast',
        technology: 'adsb',
        address: 'd1a001',
        address_kind: 'icao',
        party: 'nc',
        from_ms: 5000,
        to_ms: 40_000,
        interval_ms: 1000,
        offset_ms: 250,
        clock_offset_ms: 0,
        drop: 0,
        reports: ['altitude', 'velocity', 'identity'],
        position_error_m: 0,
        velocity_error_mps: 0,
        position_accuracy_m: 30,
        altitude_accuracy_m: null,
        velocity_accuracy_mps: null,
      },
      expect.objectContaining({
        source: 'radar',
        address: 'T1',
        address_kind: 'track_number',
        party: null,
        reports: [],
        from_ms: 0,
        to_ms: 50_000,
        clock_offset_ms: -500,
      }),
    ]);
  });

  it.each([
    ['duration: 60 s', 'duration: 60', 'duration = 60: a number without a unit'],
    ['duration: 60 s', 'duration: 25 h', 'too large; write 86400 s or less'],
    ['latitude: 45 deg', 'latitude: 90 deg', 'too large; write 89 deg or less'],
    ['seed: 1', 'seed: -1', 'seed = -1: too small'],
    ['technology: adsb', 'technology: ads-b', 'did you mean adsb?'],
    ['interval: 1 s, ', '', 'sources[0].interval: missing'],
    ['interval: 1 s', 'interval: 0 s', 'sources[0].interval = 0 s: too small'],
    ['drop: 0.1', 'drop: 10', 'sources[0].drop = 10: too large; write 1 or less'],
    ['reports: []', 'reports: [height]', 'known: altitude, velocity, identity'],
    ['id: radar', 'id: coast', 'id coast is already used by sources[0]'],
    ['address: d1a001', 'address: D1A001', 'not an address that adsb reports; write six lower-case hexadecimal digits'],
    ['address: d1a001', 'address: T9', 'aircraft[0].address = T9: not an address that adsb reports'],
    ['callsign: NORD1', 'callsign: nord 1', 'not a callsign'],
    ['category: A3', 'category: A9', 'not an emitter category'],
    ['track: 90 deg, speed', 'track: 361 deg, speed', 'too large; write 360 deg or less'],
    ['east: 1 NM', 'east: 1000 NM', 'aircraft[0].start.east = 1000 NM: too large'],
    ['speed: 360 kt', 'speed: 360 ft/min', 'ft/min is not a unit of speed here'],
    ['at: 10 s', 'at: 30 s', 'aircraft[0].changes[1].at = 20 s: too small; write 30 s or more'],
    ['speed: 300 kt, rate', 'speed: 300 kt, altitude: 1 m, rate', 'changes speed and altitude; give exactly one'],
    ['speed: 300 kt, rate', 'rate', 'changes nothing; give exactly one'],
    ['speed: 300 kt, rate', 'direction: left, speed: 300 kt, rate', 'only a turn has a direction'],
    ['rate: 3 deg/s', 'rate: 1 kt/s', 'kt/s is not a unit of turn rate here'],
    ['rate: 3 deg/s', 'rate: 0 deg/s', 'aircraft[0].changes[0].rate = 0 deg/s: too small'],
    ['direction: right', 'direction: around', 'known: shorter, left, right'],
    ['stop: 50 s', 'stop: 61 s', 'too large; write 60 s or less'],
    [
      'source: coast',
      'source: cost',
      'aircraft[0].heard_by[0].source = cost: not one of the known words; did you mean coast?',
    ],
    ['offset: 0.25 s', 'offset: 2 s', 'too large; write 1 s or less'],
    ['from: 5 s', 'from: -5 s', 'too small; write 0 s or more'],
    ['from: 5 s', 'from: 41 s', 'aircraft[0].heard_by[0].to = 40 s: too small; write more than 41 s'],
    ['address: d1a001', 'address: d1 a001', 'not an address; write up to 32 characters without a space'],
    ['address: d1a001', 'address: 4e51', 'aircraft[0].address = 4e51: not an address that adsb reports'],
    ['to: 40 s', 'to: 55 s', 'too large; write 50 s or less'],
    ['scenario/1', 'memorandum/1', 'not a scenario/1 document'],
  ])('is refused when %j becomes %j', (from, to, expected) => {
    expect(SMALL).toContain(from);
    expect(problemsOf(SMALL.replace(from, to)).join('\n')).toContain(expected);
  });

  it('does not blame what follows from a value that could not be read', () => {
    expect(problemsOf(SMALL.replace('duration: 60 s', 'duration: 60'))).toHaveLength(1);
    expect(problemsOf(SMALL.replace('interval: 1 s', 'interval: 1'))).toHaveLength(1);
    expect(problemsOf(SMALL.replace('from: 5 s', 'from: 5'))).toHaveLength(1);
    expect(problemsOf(SMALL.replace('at: 10 s', 'at: 10'))).toHaveLength(1);
  });

  it('is refused when two aircraft have one id, and with all its problems at once', () => {
    const second = SMALL.slice(SMALL.indexOf('  - id: one'));
    expect(problemsOf(SMALL + second)).toEqual([expect.stringContaining('id one is already used by aircraft[0]')]);
    expect(problemsOf((SMALL + second).replace('seed: 1', 'seed: x').replace('1 s,', '1,'))).toHaveLength(3);
  });

  it('is refused when it would give more reports than a recording may hold', () => {
    const many = SMALL.replace('duration: 60 s', 'duration: 24 h')
      .replace('stop: 50 s', 'stop: 24 h')
      .replace('to: 40 s', 'to: 24 h, interval: 0.5 s');
    const heard = '\n      - {source: coast, interval: 0.1 s}'.repeat(3);
    expect(problemsOf(many)).toEqual([]);
    expect(problemsOf(many.trimEnd() + heard).join()).toMatch(/about \d{7} reports; stay below 2000000/);
  });
});

describe('a damaged scenario', () => {
  it('is refused or read, and never breaks anything', () => {
    const damage = fc.oneof(
      fc.string(),
      fc.constantFrom(...'[]{}:-&*!|>"\'\t\n'),
      fc.constantFrom('1e9', 'NaN', '-', '0 '),
    );
    let refused = 0;
    fc.assert(
      fc.property(fc.nat({ max: SMALL.length - 1 }), fc.nat({ max: 30 }), damage, (at, length, put) => {
        const reader = createScenarioReader();
        reader.push(SMALL.slice(0, at) + put + SMALL.slice(length % 3 === 0 ? at : at + length));
        const { observations, complaints } = reader.end();
        expect(observations.length === 0 || complaints.length === 0).toBe(true);
        for (const one of observations) {
          expect(Math.abs(one.latitude_deg)).toBeLessThanOrEqual(90);
          expect(Math.abs(one.longitude_deg)).toBeLessThanOrEqual(180);
          expect(Number.isInteger(one.time_ms)).toBe(true);
        }
        refused += complaints.length > 0 ? 1 : 0;
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});

describe('the manual of scenarios', () => {
  const manual = readFileSync(new URL('../../../../scenarios/README.md', import.meta.url), 'utf8');

  it('prints one that is read as it says', () => {
    const examples = [...manual.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? '');
    expect(examples).toHaveLength(1);
    const { aircraft } = readScenario(examples[0] ?? '');
    expect(aircraft.map((one) => one.heard_by.map((hearing) => [hearing.from_ms, hearing.to_ms]))).toEqual([
      [
        [0, 300_000],
        [30_000, 300_000],
      ],
      [[20_000, 240_000]],
    ]);
  });

  it('names every technology and every field of a source', () => {
    for (const name of [...TECHNOLOGIES, ...RECEPTION]) expect(manual).toContain(`\`${name}\``);
  });
});

describe('isScenario', () => {
  it('knows one by its head, as YAML and as JSON, after comments and a byte order mark', () => {
    expect(isScenario(`# remarks\n${SMALL}`)).toBe(true);
    expect(isScenario(`\uFEFFskyaccord: scenario/1\r\nid: x`)).toBe(true);
    expect(isScenario('{"skyaccord":"scenario/1","id":"x"}')).toBe(true);
    expect(isScenario('{\n  "id": "x",\n  "skyaccord": "scenario/1"')).toBe(true);
  });

  it('takes nothing else for one', () => {
    expect(isScenario('skyaccord: memorandum/1')).toBe(false);
    expect(isScenario('{"skyaccord":"observations/1"}')).toBe(false);
    expect(isScenario('{"now":1,"hex":"d1a001"}')).toBe(false);
    expect(isScenario('# about skyaccord: scenario/1')).toBe(false);
    expect(isScenario('')).toBe(false);
  });
});

describe('the reader of scenarios', () => {
  it('gives the same whatever the pieces in which the text comes', () => {
    const whole = createScenarioReader();
    whole.push(SMALL);
    const expected = whole.end();
    expect(expected.complaints).toEqual([]);
    expect(expected.observations.length).toBeGreaterThan(30);
    expect(expected.observations[0]?.time_ms).toBe(Date.parse('2025-01-01T11:59:59.500Z'));
    fc.assert(
      fc.property(fc.array(fc.nat({ max: SMALL.length }), { maxLength: 10 }), (cuts) => {
        const reader = createScenarioReader();
        const edges = [0, ...cuts.sort((a, b) => a - b), SMALL.length];
        edges.slice(1).forEach((edge, index) => {
          expect(reader.push(SMALL.slice(edges[index], edge)).observations).toEqual([]);
        });
        expect(reader.end()).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('begins when it is told to', () => {
    const reader = createScenarioReader({ start_ms: 5_000_000 });
    reader.push(SMALL);
    expect(reader.end().observations.at(-1)?.time_ms).toBe(5_000_000 + 48_000 - 500);
  });

  it('turns problems into complaints with line, field, value and remedy', () => {
    const reader = createScenarioReader();
    reader.push(SMALL.replace('seed: 1', 'seed: one'));
    expect(reader.end()).toEqual({
      observations: [],
      heartbeats_ms: [],
      complaints: [
        {
          place: { line: 6 },
          field: 'seed',
          value: 'one',
          reason: 'not a number',
          remedy: 'write a whole number from 0 to 4294967295',
        },
      ],
    });
  });

  it('keeps no more of an endless text than it may read', () => {
    const reader = createScenarioReader();
    const piece = '#'.repeat(1_000_000);
    for (let count = 0; count < 200; count++) reader.push(piece);
    expect(reader.end().complaints).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('characters long') }),
    ]);
  });
});
