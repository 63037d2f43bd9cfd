import { describe, expect, it } from 'vitest';
import { onlyComplaint, readText } from '../../test/read.ts';
import { SAMPLES } from '../../test/samples.ts';
import { IgcReader } from './reader.ts';

const sample = SAMPLES.find(({ format }) => format === 'igc')?.text ?? '';
const read = (text: string) => readText(new IgcReader({ source: 'Q7.igc', name: 'Q7.igc' }), text);
const HEAD = 'AABC123\nHFDTE150717\n';
const fix = (time: string, heights = 'A0050000540') => `B${time}5100020N00700020E${heights}\n`;

describe('IgcReader', () => {
  it('reads a flight past midnight and complains once of positions at 0, 0', () => {
    const reading = read(sample);
    expect(reading.observations.map(({ time_ms }) => new Date(time_ms).toISOString())).toEqual([
      '2017-07-15T23:59:58.000Z',
      '2017-07-15T23:59:59.000Z',
      '2017-07-16T00:00:00.000Z',
      '2017-07-16T00:00:02.000Z',
    ]);
    expect(reading.observations[1]).toMatchObject({
      source: 'Q7.igc',
      sequence: 1,
      address_kind: 'logger',
      technology: 'logger',
      callsign: 'X-0221',
      category: 'B1',
      pressure_altitude_m: 501,
      geometric_altitude_m: 548,
      geometric_datum: 'unknown',
      resolution_advisory: null,
      position_accuracy_m: 15,
      ground_speed_mps: null,
      track_deg: null,
      on_ground: null,
    });
    expect(onlyComplaint(reading)).toMatchObject({ place: { line: 10 }, reason: expect.stringContaining('0, 0') });
  });

  it('keeps the place of a fix in two dimensions, but not its height', () => {
    const [observation] = read(`${HEAD}${fix('100000', 'V0050000540')}`).observations;
    expect(observation).toMatchObject({
      pressure_altitude_m: 500,
      geometric_altitude_m: null,
      geometric_datum: 'unknown',
    });
  });

  it('takes a GNSS height of zero as none, also in a fix marked as three-dimensional', () => {
    expect(read(`${HEAD}${fix('100000', 'A0050000000')}`).observations[0]?.geometric_altitude_m).toBeNull();
  });

  it('takes a pressure altitude that is never anything but zero as none', () => {
    const { observations } = read(HEAD + fix('100000', 'A0000000540') + fix('100001', 'A-000000541'));
    expect(observations.map(({ pressure_altitude_m }) => pressure_altitude_m)).toEqual([null, null]);
    expect(observations.map(({ geometric_altitude_m }) => geometric_altitude_m)).toEqual([540, 541]);
  });

  it('keeps zeros of pressure altitude where there is a sensor, before and after the first other value', () => {
    const { observations } = read(
      HEAD + ['A0000000040', 'A-000100040', 'A0000000040'].map((h, s) => fix(`10000${s}`, h)).join(''),
    );
    expect(observations.map(({ pressure_altitude_m }) => pressure_altitude_m)).toEqual([0, -1, 0]);
    expect(observations.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
  });

  it('does not let one damaged time move the rest of the flight by a day', () => {
    const reading = read(HEAD + ['140000', '000000', '140002', '140003'].map((time) => fix(time)).join(''));
    expect(reading.observations.map(({ time_ms }) => new Date(time_ms).toISOString().slice(8, 19))).toEqual([
      '15T14:00:00',
      '16T00:00:00',
      '15T14:00:02',
      '15T14:00:03',
    ]);
    expect(onlyComplaint(reading)).toMatchObject({ place: { line: 5 }, field: 'time' });
  });

  it('keeps two fixes of one second', () => {
    expect(read(HEAD + fix('100000') + fix('100000')).observations).toHaveLength(2);
  });

  it('knows the aircraft by the name of its log, not by names that people typed', () => {
    const typed = 'AFLA7SD\nHFDTE150717\nHFGIDGLIDERID:D-0221\nHFCIDCOMPETITIONID:IGP\n';
    const [observation] = read(`${typed}${fix('100000')}`).observations;
    expect(observation).toMatchObject({ address: 'Q7', callsign: 'D-0221' });
  });

  it.each([`HFGIDGLIDERID:${','.repeat(500_000)}x`, `HFGTY${' '.repeat(500_000)}x`])(
    'reads no header twice, however long',
    (line) => {
      const begun_ms = performance.now();
      const { observations } = read(`${HEAD}${line}\n${fix('100000')}`);
      expect(observations).toHaveLength(1);
      // Hours, if each character were looked at again for each before it.
      expect(performance.now() - begun_ms).toBeLessThan(2000);
    },
  );

  it('keeps two logs apart whose long names begin alike', () => {
    const address = (ending: string) => {
      const name = `competition-of-the-summer-day-three-${ending}.igc`;
      return readText(new IgcReader({ source: name, name }), HEAD + fix('100000')).observations[0]?.address;
    };
    expect(address('E1')).toMatch(/^competition-of-the-summ~[0-9a-f]{8}$/);
    expect(address('E1')).toBe(address('E1'));
    expect(address('E1')).not.toBe(address('IGP'));
  });

  it('has no callsign where nothing names the aircraft', () => {
    const [observation] = read(`HFDTE150717\n${fix('100000')}`).observations;
    expect(observation).toMatchObject({ address: 'Q7', callsign: null, category: null });
  });

  it.each(['', 'Default', 'unknown', ' , '])('says no category where the type is %j', (type) => {
    expect(read(`${HEAD}HFGTYGLIDERTYPE:${type}\n${fix('100000')}`).observations[0]?.category).toBeNull();
  });

  it('takes the datum of the heights from the file where it says one', () => {
    const datum = (line: string) => read(`${HEAD}${line}\n${fix('100000')}`).observations[0]?.geometric_datum;
    expect(datum('HFALGALTGPS:ELL')).toBe('ellipsoid');
    expect(datum('HFALGALTGPS:GEO')).toBe('geoid');
    expect(datum('HFALGALTGPS:NKN')).toBe('unknown');
  });

  it('complains once of fixes without a date, and uses those after one', () => {
    const reading = read(`AABC123\n${fix('100000')}${fix('100001')}HFDTE150717\n${fix('100002')}`);
    expect(reading.observations).toHaveLength(1);
    expect(onlyComplaint(reading)).toMatchObject({ place: { line: 2 }, remedy: expect.stringContaining('2 lines') });
  });

  it('goes on after damaged records and noise, each with its line', () => {
    const text = `${HEAD}${fix('100000')}B10000\nHFDTE320117\nI99\n\u0001\u0002\ufffd\n${fix('100001')}B1000025`;
    const reading = read(text);
    expect(reading.observations).toHaveLength(2);
    expect(reading.complaints.map(({ place }) => place.line).sort()).toEqual([4, 5, 6, 7, 9]);
  });

  it('takes an absurd height as not known', () => {
    const reading = read(HEAD + fix('100000', 'A9999900540'));
    expect(reading.observations[0]).toMatchObject({ pressure_altitude_m: null, geometric_altitude_m: 540 });
    expect(onlyComplaint(reading)).toMatchObject({ field: 'pressure_altitude', value: '99999' });
  });
});
