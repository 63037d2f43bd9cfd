import { describe, expect, it } from 'vitest';
import { TARGETS } from './fuzz/targets.ts';
import { checkReading, heldBytes, Trial } from './fuzz/trial.ts';
import { OBSERVATION } from './observation.ts';

const INPUTS = 100_000;
const MOST_GROWTH_BYTES = 4 * 1024 * 1024;

describe('no input makes a reader throw, hang, grow, invent a number or talk without end', () => {
  it.each(TARGETS)(`${INPUTS} damaged inputs: $name`, (target) => {
    const trial = new Trial(target, 0x5eed);
    for (let index = 0; index < INPUTS / 2; index++) trial.input(index);
    const half_bytes = heldBytes();
    for (let index = INPUTS / 2; index < INPUTS; index++) trial.input(index);
    expect(heldBytes() - half_bytes).toBeLessThan(MOST_GROWTH_BYTES);
    // The damage was neither so small that nothing was refused nor so great that nothing was read.
    expect(trial.complaints).toBeGreaterThan(INPUTS / 10);
    expect(trial.observations).toBeGreaterThan(INPUTS / 10);
  });
});

describe('the check of what was read', () => {
  const reading = (fields: object) => ({
    observations: [{ ...OBSERVATION, ...fields }],
    complaints: [],
    heartbeats_ms: [],
  });

  it('takes a good observation', () => {
    expect(() => checkReading(reading({}))).not.toThrow();
  });

  it.each([
    [{ latitude_deg: Number.NaN }],
    [{ track_deg: Number.POSITIVE_INFINITY }],
    [{ track_deg: -0 }],
    [{ track_deg: 360 }],
    [{ time_ms: 0.5 }],
    [{ address: '' }],
    [{ callsign: 'A\ud800' }],
    [{ sequence: undefined }],
  ])('refuses %j', (fields) => {
    expect(() => checkReading(reading(fields))).toThrow();
  });
});
