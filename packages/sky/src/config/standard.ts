import type { Volume } from '../detectors/detector.ts';
import { LARGE, MEMORYLESS } from './common.ts';
import {
  type Alerter,
  type AlertLevel,
  type Configuration,
  type ConfigurationInput,
  type Region,
  readConfiguration,
} from './configuration.ts';
import { ConfigurationError, type Quantity, quantity } from './quantity.ts';
import {
  cylinderVolume,
  TCAS_RESOLUTION_ADVISORY,
  TCAS_TRAFFIC_ADVISORY,
  uncertainWellClearVolume,
  wellClearVolume,
} from './volumes.ts';

/** Preventive, corrective and warning level: region, alerting time and early one, volume. */
type Row = readonly [region: Region, alerting: Quantity, early: Quantity, volume: Volume];

function alerter(name: string, rows: readonly Row[]): Alerter {
  const levels = rows.map(
    ([region, alerting, early, volume]): AlertLevel => ({
      region,
      alerting_s: quantity('alerting', alerting, 'time'),
      earlyAlerting_s: quantity('earlyAlerting', early, 'time'),
      volume,
    }),
  );
  return { name, levels };
}

/** Alerters of DO-365B for en-route, terminal and non-cooperative traffic; times in s. */
function rtcaAlerters(
  suffix: string,
  volume: typeof wellClearVolume | typeof uncertainWellClearVolume,
  times: { readonly enRoute: number; readonly terminal: number; readonly warning: number },
): readonly Alerter[] {
  const enRoute = volume('0.66 nmi', '450 ft', '35 s', 0);
  const terminal = volume('1500 ft', '450 ft', 0, 0);
  const silent = volume('2200 ft', '450 ft', 0, 0);
  return [
    alerter(`DWC_Phase_I${suffix}`, [
      ['NONE', times.enRoute, 75, volume('0.66 nmi', '700 ft', '35 s', 0)],
      ['MID', times.enRoute, 75, enRoute],
      ['NEAR', 25, 55, enRoute],
    ]),
    alerter(`DWC_Phase_II${suffix}`, [
      ['NONE', times.terminal, 75, terminal],
      ['MID', times.terminal, 75, terminal],
      ['NEAR', times.terminal, 75, terminal],
    ]),
    alerter(`DWC_Non_Coop${suffix}`, [
      ['NONE', times.enRoute, 110, silent],
      ['MID', times.enRoute, 110, silent],
      ['NEAR', times.warning, 90, silent],
    ]),
  ];
}

const STANDARD: { readonly [name: string]: () => ConfigurationInput } = {
  /** RTCA DO-365B, phases I and II, and non-cooperative traffic. */
  DO_365B_no_SUM: () => ({
    ...LARGE,
    name: 'DO_365B_no_SUM',
    alerters: rtcaAlerters('', wellClearVolume, { enRoute: 55, terminal: 45, warning: 25 }),
  }),
  /** The same with the errors of sensors. */
  DO_365B_SUM: () => ({
    ...LARGE,
    name: 'DO_365B_SUM',
    alerters: rtcaAlerters('_SUM', uncertainWellClearVolume, { enRoute: 50, terminal: 40, warning: 20 }),
  }),
  /** The buffered volume of RTCA SC-228's nominal encounters. */
  Buffered_DWC_SC_228_nom_b: () => ({
    ...LARGE,
    ...MEMORYLESS,
    name: 'Buffered_DWC_SC_228_nom_b',
    ownshipCentric: true,
    recovery_distance_m: '1 nmi',
    alerters: [
      alerter('Buffered_DWC_Phase_I', [
        ['NONE', 60, 75, wellClearVolume('1 nmi', '750 ft', 35, 20)],
        ['MID', 60, 75, wellClearVolume('1 nmi', '450 ft', 35, 20)],
        ['NEAR', 30, 55, wellClearVolume('1 nmi', '450 ft', 35, 20)],
      ]),
    ],
  }),
  /** A cylinder of 5 NM and 1,000 ft, manoeuvres instantaneous. */
  CD3D: () => ({
    ...LARGE,
    ...MEMORYLESS,
    name: 'CD3D',
    ownshipCentric: true,
    correctiveRegion: 'NEAR',
    horizontal_acceleration_mps2: 0,
    vertical_acceleration_mps2: 0,
    turn_rate_radps: 0,
    vertical_rate_mps: 0,
    recovery_distance_m: '5 nmi',
    recovery_height_m: '1000 ft',
    alerters: [alerter('CD3D', [['NEAR', 180, 180, cylinderVolume('5 nmi', '1000 ft')]])],
  }),
  /** Advisories of TCAS II version 7.1. */
  TCAS3D: () => ({
    ...LARGE,
    ...MEMORYLESS,
    name: 'TCAS3D',
    ownshipCentric: true,
    correctiveRegion: 'NEAR',
    lookahead_s: '60 s',
    vertical_rate_mps: '1500 fpm',
    recovery_distance_m: 0,
    recovery_height_m: 0,
    alerters: [
      alerter('TCASII', [
        ['NONE', 0, 0, TCAS_TRAFFIC_ADVISORY],
        ['NEAR', 0, 0, TCAS_RESOLUTION_ADVISORY],
      ]),
    ],
  }),
  /** Small unmanned aircraft: the well-clear volume of ASTM F3442, 2,000 ft and 250 ft. */
  SUAS_2000_250: () => ({
    ...LARGE,
    name: 'SUAS_2000_250',
    lookahead_s: '90 s',
    min_airspeed_mps: '5 kn',
    min_horizontal_speed_mps: '2 kn',
    max_horizontal_speed_mps: '120 kn',
    min_vertical_speed_mps: '-2000 fpm',
    max_vertical_speed_mps: '2000 fpm',
    min_altitude_m: '50 ft',
    max_altitude_m: '3000 ft',
    direction_step_rad: '2 deg',
    horizontal_speed_step_mps: '2 kn',
    altitude_step_m: '50 ft',
    horizontal_acceleration_mps2: '1 m/s^2',
    turn_rate_radps: '10 deg/s',
    recovery_distance_m: '1000 ft',
    recovery_height_m: '150 ft',
    recovery_stability_s: '2 s',
    horizontal_speed_persistence_mps: '20 kn',
    altitude_persistence_m: '100 ft',
    shrinkFactor: 0.2,
    alerters: [
      alerter('SUAS', [
        ['NONE', 60, 75, wellClearVolume('2000 ft', '400 ft', 0, 0)],
        ['MID', 45, 60, wellClearVolume('2000 ft', '250 ft', 0, 0)],
        ['NEAR', 25, 40, wellClearVolume('2000 ft', '250 ft', 0, 0)],
      ]),
    ],
  }),
};

/** Names of the standard configurations. */
export const STANDARD_CONFIGURATIONS: readonly string[] = Object.keys(STANDARD);

/** A standard configuration by its name. @throws {ConfigurationError} for any other name */
export function standardConfiguration(name: string): Configuration {
  const make = Object.hasOwn(STANDARD, name) ? STANDARD[name] : undefined;
  if (make === undefined) {
    throw new ConfigurationError(
      'name',
      name,
      'is no standard configuration',
      `use ${STANDARD_CONFIGURATIONS.join(', ')}`,
    );
  }
  return readConfiguration(make());
}
