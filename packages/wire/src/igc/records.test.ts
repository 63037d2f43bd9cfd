import { describe, expect, it } from 'vitest';
import { headerText, parseDate, parseExtensions, parseFix } from './records.ts';

const FIX = 'B1002395100646N00700595EA-00420004900';

describe('parseFix', () => {
  it('reads time, place, validity and both heights', () => {
    expect(parseFix(FIX, [])).toEqual({
      time_of_day_ms: ((10 * 60 + 2) * 60 + 39) * 1000,
      latitude_deg: expect.closeTo(51 + 0.646 / 60, 12),
      longitude_deg: expect.closeTo(7 + 0.595 / 60, 12),
      three_dimensional: true,
      pressure_altitude_m: -42,
      gnss_altitude_m: 49,
      accuracy_m: null,
    });
    expect(parseFix('B2359593359999S07030001WV0000000000', [])).toMatchObject({
      latitude_deg: expect.closeTo(-(33 + 59.999 / 60), 12),
      longitude_deg: expect.closeTo(-(70 + 30.001 / 60), 12),
      three_dimensional: false,
      pressure_altitude_m: 0,
    });
  });

  it('reads the extensions that refine place and time and tell the accuracy', () => {
    const extensions = parseExtensions('I053638FXA3940SIU4142LAD4344LOD4545TDS') ?? [];
    expect(parseFix('B1002395100646N00700595EA-004200049015088725' + '5', extensions)).toMatchObject({
      time_of_day_ms: ((10 * 60 + 2) * 60 + 39) * 1000 + 500,
      latitude_deg: expect.closeTo(51 + 0.64687 / 60, 12),
      longitude_deg: expect.closeTo(7 + 0.59525 / 60, 12),
      accuracy_m: 15,
    });
    expect(parseFix(`${FIX.slice(0, 35)}000`, extensions)).toMatchObject({ accuracy_m: null });
    expect(parseFix(`${FIX.slice(0, 35)}-1-`, extensions)).toMatchObject({ accuracy_m: null });
  });

  it.each([
    ['B1002395100646N00700595E', /not a B record/],
    ['B1002395100646N00700595EX0042000490', /not a B record/],
    ['B2402395100646N00700595EA0042000490', /time of day/],
    ['B1060395100646N00700595EA0042000490', /time of day/],
    ['B1002395160646N00700595EA0042000490', /60 minutes/],
    ['B1002399000001N00700595EA0042000490', /latitude/],
    ['B1002395100646N18000001EA0042000490', /longitude/],
  ])('refuses %s', (line, reason) => {
    expect(parseFix(line, [])).toMatch(reason);
  });
});

describe('the other records', () => {
  it.each([
    ['HFDTE150717', Date.UTC(2017, 6, 15)],
    ['HFDTEDATE:150717,01', Date.UTC(2017, 6, 15)],
    ['HFDTEDATE: 290224', Date.UTC(2024, 1, 29)],
    ['HFDTE010199', Date.UTC(1999, 0, 1)],
    ['HFDTE290223', null],
    ['HFDTE001317', null],
    ['HFDTE', null],
  ])('reads the date of %s', (line, date_ms) => {
    expect(parseDate(line)).toBe(date_ms);
  });

  it.each([
    ['HFGIDGLIDERID:D_0221', '-', 'D-0221'],
    ['HFGID Glider ID         :D-KUBR    ', '-', 'D-KUBR'],
    ['HFCIDCOMPETITIONID:,', ' ', ''],
    ['HFCIDCOMPETITIONID', ' ', ''],
    ['HFGIDD-1234', '-', 'D-1234'],
  ])('reads the text of %s', (line, underscore, text) => {
    expect(headerText(line, underscore)).toBe(text);
  });

  it('refuses an I record that promises more than it holds', () => {
    expect(parseExtensions('I023638FXA')).toBeNull();
    expect(parseExtensions('I013638fxa')).toBeNull();
    expect(parseExtensions('I00')).toEqual([]);
  });
});
