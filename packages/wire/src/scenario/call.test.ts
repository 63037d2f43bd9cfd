import { describe, expect, it } from 'vitest';
import { scenarioCalls } from './call.ts';
import { readScenario, ScenarioError } from './parse.ts';

const scenarioWith = (calls: string): string => `
skyaccord: scenario/1
id: calls
title: What is said
origin: {latitude: 45 deg, longitude: -5 deg}
seed: 1
duration: 5 min
sources: [{id: tower, technology: adsb, interval: 1 s}]
aircraft:
  - id: one
    address: d1a001
    start: {east: 0 NM, north: 0 NM, altitude: 5000 ft, track: 0 deg, speed: 100 kt}
    heard_by: [{source: tower}]
calls:
${calls}
`;
const problemsOf = (calls: string): string[] => {
  try {
    readScenario(scenarioWith(calls));
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.problems.map(({ path, reason }) => `${path}: ${reason}`);
  }
};

describe('what is said in a scenario', () => {
  it('is read with its times from the start, before it too, and by a clock that may be off', () => {
    const { calls } = readScenario(
      scenarioWith(`
  - {at: 10 s, clock_error: 2 s, says: call, by: nc, clause: FREQ-1, frequency: 121.5 MHz, track: d1a001}
  - {at: -25 h, says: notice, by: nc, to: mu, clause: EX, from: 0 s, until: 30 min,
     emergency: false, words: We come.}`),
    );
    expect(calls).toEqual([
      {
        at: { earliest_ms: 8000, latest_ms: 12_000 },
        says: 'call',
        by: 'nc',
        clause: 'FREQ-1',
        frequency_mhz: 121.5,
        track: 'd1a001',
      },
      {
        at: { earliest_ms: -90_000_000, latest_ms: -90_000_000 },
        says: 'notice',
        by: 'nc',
        to: 'mu',
        clause: 'EX',
        from_ms: 0,
        until_ms: 1_800_000,
        emergency: false,
        words: 'We come.',
      },
    ]);
    expect(scenarioCalls(calls, 1_000_000)[1]).toMatchObject({
      at: { earliest_ms: -89_000_000, latest_ms: -89_000_000 },
      from_ms: 1_000_000,
      until_ms: 2_800_000,
    });
  });

  it('is refused where it lies after the end, lacks what it needs, or is no such thing, with its place', () => {
    expect(
      problemsOf(`
  - {at: 6 min, says: call, by: nc}
  - {says: call, by: nc}
  - {at: 1 s, says: call, by: nc, step: 0, frequency: 121.5}
  - {at: 1 s, says: call, by: nc, loud: true}`),
    ).toEqual([
      expect.stringContaining('calls[0].at: too large'),
      expect.stringContaining('calls[1].at: missing'),
      expect.stringContaining('calls[2].step: too small'),
      expect.stringContaining('calls[2].frequency:'),
      expect.stringContaining('calls[3].loud: unknown field'),
    ]);
  });
});
