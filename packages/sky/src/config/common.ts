import type { ConfigurationInput } from './configuration.ts';

/** Settings: everything of a configuration but its name and alerters. */
export type Settings = Omit<ConfigurationInput, 'name' | 'alerters'>;

/** A manned or large unmanned aircraft under RTCA DO-365B; the standard configurations differ from it in little. */
export const LARGE: Settings = {
  lookahead_s: '180 s',
  min_airspeed_mps: '10 kn',
  min_horizontal_speed_mps: '10 kn',
  max_horizontal_speed_mps: '700 kn',
  min_vertical_speed_mps: '-6000 fpm',
  max_vertical_speed_mps: '6000 fpm',
  min_altitude_m: '100 ft',
  max_altitude_m: '50000 ft',
  direction_step_rad: '1 deg',
  horizontal_speed_step_mps: '5 kn',
  vertical_speed_step_mps: '100 fpm',
  altitude_step_m: '100 ft',
  horizontal_acceleration_mps2: '2 m/s^2',
  vertical_acceleration_mps2: '0.25 G',
  turn_rate_radps: '3 deg/s',
  bank_angle_rad: '0 deg',
  vertical_rate_mps: '500 fpm',
  recovery_distance_m: '0.66 nmi',
  recovery_height_m: '450 ft',
  recovery_stability_s: '3 s',
  nmac_distance_m: '500 ft',
  nmac_height_m: '100 ft',
  hysteresis_s: '5 s',
  persistence_s: '4 s',
  direction_persistence_rad: '15 deg',
  horizontal_speed_persistence_mps: '100 kn',
  vertical_speed_persistence_mps: '250 fpm',
  altitude_persistence_m: '250 ft',
  ownshipCentric: false,
  correctiveRegion: 'MID',
  directionRecovery: true,
  horizontalSpeedRecovery: true,
  verticalSpeedRecovery: true,
  altitudeRecovery: true,
  collisionAvoidance: true,
  shrinkFactor: 0.1,
  bandsPersist: true,
  alertingM: 2,
  alertingN: 4,
};

/** Nothing remembered between updates. */
export const MEMORYLESS = {
  hysteresis_s: 0,
  persistence_s: 0,
  direction_persistence_rad: 0,
  horizontal_speed_persistence_mps: 0,
  vertical_speed_persistence_mps: 0,
  altitude_persistence_m: 0,
  bandsPersist: false,
  alertingM: 0,
  alertingN: 0,
};
