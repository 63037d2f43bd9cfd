/** pi/180, and 180/pi, as the nearest doubles. */
export const RAD_PER_DEG = 0.017453292519943295;
export const DEG_PER_RAD = 57.29577951308232;

/** An angle in degrees brought to [0, 360). NaN for an infinite or missing angle. */
export function wrap360(angle_deg: number): number {
  const rest = angle_deg % 360;
  const positive = rest < 0 ? rest + 360 : rest;
  // A rest just below zero rounds up to a full turn; -0 becomes 0.
  return positive === 360 ? 0 : positive + 0;
}

/** An angle in degrees brought to (-180, 180]. NaN for an infinite or missing angle. */
export function wrap180(angle_deg: number): number {
  const rest = angle_deg % 360;
  if (rest > 180) return rest - 360;
  if (rest <= -180) return rest + 360;
  return rest + 0;
}
