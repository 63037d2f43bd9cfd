import type {
  CylinderVolume,
  TcasLevel,
  TcasVolume,
  UncertainWellClearVolume,
  Volume,
  WellClearVolume,
} from '../detectors/detector.ts';
import { type Quantity, quantity } from './quantity.ts';

/** Volumes from quantities with units. @throws {ConfigurationError} as `quantity` */
export function cylinderVolume(distance: Quantity, height: Quantity): CylinderVolume {
  return {
    kind: 'cylinder',
    distance_m: quantity('distance', distance, 'length'),
    height_m: quantity('height', height, 'length'),
  };
}

/** The same volume at every height: what must be kept clear of where heights cannot be compared. */
export function atEveryHeight(volume: Volume): Volume {
  const height_m = Number.POSITIVE_INFINITY;
  if (volume.kind === 'cylinders') {
    return { kind: 'cylinders', cylinders: volume.cylinders.map((cylinder) => ({ ...cylinder, height_m })) };
  }
  if (volume.kind === 'tcas') return { ...volume, levels: volume.levels.map((row) => ({ ...row, height_m })) };
  return { ...volume, height_m };
}

/** Distance (DTHR), height (ZTHR), time (TTHR) and time to co-altitude (TCOA) of well clear. */
export function wellClearVolume(
  distance: Quantity,
  height: Quantity,
  tau: Quantity,
  coaltitude: Quantity,
): WellClearVolume {
  return {
    kind: 'well_clear',
    distance_m: quantity('distance', distance, 'length'),
    height_m: quantity('height', height, 'length'),
    tau_s: quantity('tau', tau, 'time'),
    coaltitude_s: quantity('coaltitude', coaltitude, 'time'),
  };
}

/** Well clear with the errors that DO-365B counts: 1.5 deviations of position, 0.5 to 1 of velocity by 5 NM. */
export function uncertainWellClearVolume(
  distance: Quantity,
  height: Quantity,
  tau: Quantity,
  coaltitude: Quantity,
): UncertainWellClearVolume {
  return {
    ...wellClearVolume(distance, height, tau, coaltitude),
    kind: 'uncertain_well_clear',
    positionScore: 1.5,
    velocityScoreNear: 1,
    velocityScoreFar: 0.5,
    velocityDistance_m: quantity('velocityDistance', '5 nmi', 'length'),
    heightScore: 0.75,
    verticalSpeedScore: 1.5,
  };
}

function level(tau_s: number, distance: Quantity, miss: Quantity, height: Quantity): TcasLevel {
  return {
    tau_s,
    coaltitude_s: tau_s,
    distance_m: quantity('distance', distance, 'length'),
    miss_m: quantity('miss', miss, 'length'),
    height_m: quantity('height', height, 'length'),
  };
}

const CEILINGS_M = ['0 ft', '1000 ft', '2350 ft', '5000 ft', '10000 ft', '20000 ft', '42000 ft'].map((ceiling) =>
  quantity('ceiling', ceiling, 'length'),
);

/** Traffic advisories of TCAS II version 7.1, without the filter of horizontal miss distance. */
export const TCAS_TRAFFIC_ADVISORY: TcasVolume = {
  kind: 'tcas',
  missFilter: false,
  ceilings_m: CEILINGS_M,
  levels: [
    level(0, 0, 0, 0),
    level(20, '0.30 nmi', '0.30 nmi', '850 ft'),
    level(25, '0.33 nmi', '0.33 nmi', '850 ft'),
    level(30, '0.48 nmi', '0.48 nmi', '850 ft'),
    level(40, '0.75 nmi', '0.75 nmi', '850 ft'),
    level(45, '1.0 nmi', '1.0 nmi', '850 ft'),
    level(48, '1.3 nmi', '1.3 nmi', '850 ft'),
    level(48, '1.3 nmi', '1.3 nmi', '1200 ft'),
  ],
};

/** Resolution advisories of TCAS II version 7.1, with the filter of horizontal miss distance. */
export const TCAS_RESOLUTION_ADVISORY: TcasVolume = {
  kind: 'tcas',
  missFilter: true,
  ceilings_m: CEILINGS_M,
  levels: [
    level(0, 0, 0, 0),
    level(0, 0, 0, 0),
    level(15, '0.20 nmi', '1215 ft', '600 ft'),
    level(20, '0.35 nmi', '2126 ft', '600 ft'),
    level(25, '0.55 nmi', '3342 ft', '600 ft'),
    level(30, '0.80 nmi', '4861 ft', '600 ft'),
    level(35, '1.1 nmi', '6683 ft', '700 ft'),
    level(35, '1.1 nmi', '6683 ft', '800 ft'),
  ],
};
