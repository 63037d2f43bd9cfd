import { describe, expect, it } from 'vitest';
import { ComplaintLog } from '../complaints.ts';
import { observationFromReadsb } from './aircraft.ts';

const CONTEXT = { source: 'north', sequence: 3, now_ms: 1_750_000_000_000, place: { record: 5 } };
const PLACED = { hex: '3c0001', lat: 45.3, lon: -5 };

function read(fields: Record<string, unknown>) {
  const log = new ComplaintLog();
  const observation = observationFromReadsb({ ...PLACED, ...fields }, CONTEXT, log);
  return { observation, complaints: log.take() };
}

function known(fields: Record<string, unknown>) {
  const { observation, complaints } = read(fields);
  expect(complaints).toEqual([]);
  if (observation === null) throw new Error('expected an observation');
  return observation;
}

describe('observationFromReadsb', () => {
  it('turns every field into SI and the position into the time at which it was valid', () => {
    const observation = known({
      hex: '3C0001',
      type: 'adsb_icao',
      flight: 'ALPHA1  ',
      r: 'XX-ABC',
      category: 'A3',
      alt_baro: 31_000,
      alt_geom: 31_850,
      gs: 441.2,
      track: 91.25,
      baro_rate: -64,
      geom_rate: 128,
      seen_pos: 0.4,
      nac_p: 9,
      nac_v: 1,
    });
    expect(observation).toEqual({
      source: 'north',
      sequence: 3,
      time_ms: 1_749_999_999_600,
      address: '3c0001',
      address_kind: 'icao',
      technology: 'adsb',
      callsign: 'ALPHA1',
      registration: 'XX-ABC',
      category: 'A3',
      latitude_deg: 45.3,
      longitude_deg: -5,
      pressure_altitude_m: expect.closeTo(9448.8, 9),
      geometric_altitude_m: expect.closeTo(9707.88, 9),
      geometric_datum: 'ellipsoid',
      on_ground: null,
      ground_speed_mps: expect.closeTo(226.973, 3),
      track_deg: 91.25,
      vertical_rate_mps: expect.closeTo(-0.32512, 9),
      resolution_advisory: null,
      position_accuracy_m: 30,
      altitude_accuracy_m: null,
      velocity_accuracy_mps: 10,
      party: null,
    });
  });

  it('says null, and complains of nothing, where the object says nothing', () => {
    const observation = known({});
    const { source, sequence, time_ms, address, address_kind, latitude_deg, longitude_deg, ...rest } = observation;
    expect({ source, sequence, time_ms, address, address_kind, latitude_deg, longitude_deg }).toEqual({
      source: 'north',
      sequence: 3,
      time_ms: CONTEXT.now_ms,
      address: '3c0001',
      address_kind: 'icao',
      latitude_deg: 45.3,
      longitude_deg: -5,
    });
    const { technology, geometric_datum, ...others } = rest;
    expect([technology, geometric_datum]).toEqual(['unknown', 'unknown']);
    expect(new Set(Object.values(others))).toEqual(new Set([null]));
  });

  it('passes an aircraft without position in silence', () => {
    const log = new ComplaintLog();
    expect(observationFromReadsb({ hex: '3c0001', alt_baro: 9000 }, CONTEXT, log)).toBeNull();
    expect(observationFromReadsb({ hex: '3c0001', lat: null, lon: null }, CONTEXT, log)).toBeNull();
    expect(log.take()).toEqual([]);
  });

  it.each([
    [{ lat: 0, lon: 0 }, 'lat'],
    [{ lat: 90.001 }, 'lat'],
    [{ lat: -91 }, 'lat'],
    [{ lon: 180.5 }, 'lon'],
    [{ lon: '-5' }, 'lon'],
    [{ lon: null }, 'lon'],
    [{ lat: Number.NaN }, 'lat'],
    [{ lat: Number.POSITIVE_INFINITY }, 'lat'],
    [{ hex: '3c00' }, 'hex'],
    [{ hex: null }, 'hex'],
    [{ hex: 3_932_161 }, 'hex'],
    [{ seen_pos: -1 }, 'seen_pos'],
    [{ seen_pos: 'new' }, 'seen_pos'],
  ])('leaves the report out for %o and names the field', (fields, field) => {
    const { observation, complaints } = read(fields);
    expect(observation).toBeNull();
    expect(complaints.length).toBeGreaterThan(0);
    expect(complaints.map((complaint) => complaint.field)).toContain(field);
    expect(complaints[0]?.place).toEqual({ record: 5 });
  });

  it.each([
    ['alt_baro', 150_001, 'pressure_altitude_m'],
    ['alt_baro', -2001, 'pressure_altitude_m'],
    ['alt_baro', '0', 'pressure_altitude_m'],
    ['alt_geom', 1e308, 'geometric_altitude_m'],
    ['gs', 3001, 'ground_speed_mps'],
    ['gs', -1, 'ground_speed_mps'],
    ['gscp', Number.NaN, 'ground_speed_mps'],
    ['track', 360.5, 'track_deg'],
    ['track', -1, 'track_deg'],
    ['baro_rate', 70_000, 'vertical_rate_mps'],
    ['category', 'Z9', 'category'],
    ['flight', 'A\u0000B', 'callsign'],
    ['flight', 'TOO LONG A CALLSIGN', 'callsign'],
    ['flight', 17, 'callsign'],
    ['r', 17, 'registration'],
    ['nac_p', 12, 'position_accuracy_m'],
    ['nac_v', 6, 'velocity_accuracy_mps'],
  ] as const)('keeps the report but takes %s = %s as not known', (field, value, becomes) => {
    const { observation, complaints } = read({ [field]: value });
    expect(observation?.[becomes]).toBeNull();
    expect(complaints).toHaveLength(1);
    expect(complaints[0]?.field).toBe(field);
    expect(complaints[0]?.reason).not.toBe('');
    expect(complaints[0]?.remedy).toContain('not known');
  });

  it('takes the limits themselves as sane', () => {
    const { pressure_altitude_m, ground_speed_mps, track_deg } = known({ alt_baro: 150_000, gs: 3000, track: 360 });
    expect([pressure_altitude_m, track_deg]).toEqual([45_720, 0]);
    expect(ground_speed_mps).toBeCloseTo(1543.33, 2);
  });

  it('takes "ground" as being on the ground and as no altitude', () => {
    expect(known({ alt_baro: 'ground' })).toMatchObject({ on_ground: true, pressure_altitude_m: null });
    expect(known({ alt_baro: 0 })).toMatchObject({ on_ground: null, pressure_altitude_m: 0 });
  });

  it.each([
    [{ nac_p: 11 }, 3],
    [{ nac_p: 8, rc: 186 }, 92.6],
    [{ nac_p: 1 }, 18_520],
    [{ nac_p: 0, rc: 186 }, 186],
    [{ rc: 926 }, 926],
    [{ nac_p: 0, rc: 0 }, null],
    [{ rc: 0 }, null],
    [{ nic: 8 }, null],
  ])('reads the 95 %% accuracy of %o as %s m', (fields, expected) => {
    expect(known(fields).position_accuracy_m).toBe(expected);
  });

  it('reads the velocity accuracy, where zero is unknown', () => {
    expect([0, 1, 2, 3, 4].map((nac_v) => known({ nac_v }).velocity_accuracy_mps)).toEqual([null, 10, 3, 1, 0.3]);
  });

  it('gives the accuracy of the geometric altitude only where that is the altitude there is', () => {
    expect(known({ alt_geom: 5000, gva: 2 }).altitude_accuracy_m).toBe(45);
    expect(known({ alt_geom: 5000, gva: 0 }).altitude_accuracy_m).toBeNull();
    expect(known({ alt_baro: 5000, alt_geom: 5000, gva: 2 }).altitude_accuracy_m).toBeNull();
  });

  it.each([
    ['adsb_icao', 'adsb'],
    ['adsb_icao_nt', 'adsb'],
    ['adsr_icao', 'adsr'],
    ['tisb_icao', 'tisb'],
    ['mlat', 'mlat'],
    ['mode_s', 'modes'],
    ['adsc', 'unknown'],
    ['other', 'unknown'],
    ['constructor', 'unknown'],
  ])('reads type %s as %s', (type, technology) => {
    expect(known({ type }).technology).toBe(technology);
  });

  it('tells MLAT and TIS-B by the field lists where there is no type', () => {
    expect(known({ mlat: ['lat', 'lon'], tisb: [] }).technology).toBe('mlat');
    expect(known({ mlat: ['gs'], tisb: ['lat', 'lon'] }).technology).toBe('tisb');
  });

  it.each([
    [{ hex: '~2B0003' }, '~2b0003', 'non_icao'],
    [{ hex: '2b0003', type: 'tisb_trackfile' }, '~2b0003', 'non_icao'],
    [{ hex: '~2b0003', type: 'tisb_other' }, '~2b0003', 'non_icao'],
    [{ hex: '2b0003', type: 'tisb_icao' }, '2b0003', 'icao'],
  ])('reads the address of %o as %s', (fields, address, address_kind) => {
    expect(known(fields)).toMatchObject({ address, address_kind });
  });

  it.each(['N/A', '@@@@@@@@', '????????', '   ', ''])('takes the callsign %j as none', (flight) => {
    expect(known({ flight }).callsign).toBeNull();
  });

  it('gives no negative zero', () => {
    const observation = known({ baro_rate: -0, lat: 45, lon: -0, alt_baro: -0 });
    expect(Object.is(observation.vertical_rate_mps, 0)).toBe(true);
    expect(Object.is(observation.longitude_deg, 0)).toBe(true);
    expect(Object.is(observation.pressure_altitude_m, 0)).toBe(true);
  });
});

describe('a resolution advisory', () => {
  const advisory = (acas_ra: unknown): boolean | null => known({ acas_ra }).resolution_advisory;
  const CLIMB = { ARA: '1100000', RAT: '0', MTE: '0', unix_timestamp: 1_750_000_000 - 2 };

  it('is known while it is broadcast, and known to be over', () => {
    expect(advisory(CLIMB)).toBe(true);
    expect(advisory({ ...CLIMB, unix_timestamp: undefined })).toBe(true);
    expect(advisory({ ...CLIMB, ARA: '0000000', MTE: '1' })).toBe(true);
    expect(advisory({ ...CLIMB, RAT: '1' })).toBe(false);
    expect(advisory({ ...CLIMB, ARA: '0000000' })).toBe(false);
  });

  it('is not known where nothing is said, or nothing of now', () => {
    expect(known({}).resolution_advisory).toBeNull();
    expect(advisory({ ...CLIMB, unix_timestamp: 1_750_000_000 - 60 })).toBeNull();
  });

  it('that cannot be read is complained about', () => {
    for (const acas_ra of [7, 'climb', {}, { ARA: 'up' }]) {
      const { observation, complaints } = read({ acas_ra });
      expect(observation?.resolution_advisory).toBeNull();
      expect(complaints.map((one) => one.field)).toEqual(['acas_ra']);
    }
  });
});
