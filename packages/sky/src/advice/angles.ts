const TURN = 2 * Math.PI;

/** The same angle from -pi to pi, rad. */
export const wrapPi = (angle_rad: number): number => angle_rad - TURN * Math.round(angle_rad / TURN);
