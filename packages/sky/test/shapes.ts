import { type Configuration, type ConfigurationInput, readConfiguration } from '../src/config/configuration.ts';
import { separationConfiguration } from '../src/config/separation.ts';
import { STANDARD_CONFIGURATIONS, standardConfiguration } from '../src/config/standard.ts';

const DEGREE = Math.PI / 180;

/** `DO_365B_no_SUM` with some settings changed. */
export function changed(change: Partial<ConfigurationInput>): Configuration {
  return readConfiguration({ ...standardConfiguration('DO_365B_no_SUM'), ...change });
}

export const LIMITS = {
  left_direction_rad: 70 * DEGREE,
  right_direction_rad: 110.5 * DEGREE,
  horizontal_speed_below_mps: 40,
  horizontal_speed_above_mps: 25,
  vertical_speed_below_mps: 6,
  vertical_speed_above_mps: 9,
  altitude_below_m: 400,
  altitude_above_m: 700,
} as const;

export const NO_RECOVERY = {
  directionRecovery: false,
  horizontalSpeedRecovery: false,
  verticalSpeedRecovery: false,
  altitudeRecovery: false,
} as const;

/** Configurations of every shape: the standard ones, and settings that none of them has. */
export const SHAPES: { readonly [name: string]: Configuration } = {
  ...Object.fromEntries(STANDARD_CONFIGURATIONS.map((name) => [name, standardConfiguration(name)])),
  'turns by bank angle': changed({ turn_rate_radps: 0, bank_angle_rad: 25 * DEGREE }),
  'values near the present one': changed(LIMITS),
  'no recovery': changed(NO_RECOVERY),
  'no collision avoidance': changed({ collisionAvoidance: false }),
  'fixed horizon': changed({ fixedHorizon: true }),
  'minima of clauses': separationConfiguration({
    alerters: [
      {
        name: 'two clauses',
        minima: [
          { lateral_m: 3 * 1852, vertical_m: 200 },
          { lateral_m: 1000, vertical_m: 900 },
        ],
        levels: [
          { region: 'FAR', alerting_s: 150 },
          { region: 'NEAR', alerting_s: 60 },
        ],
      },
    ],
  }),
};
