/** The same sentence in each language of the memorandum, by BCP 47 tag. */
export type Words = Readonly<Record<string, string>>;

/** A box; where west is greater than east it spans the date line. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];
export type Corner = readonly [latitude_deg: number, longitude_deg: number];

export type Area = { readonly name: string; readonly bounds_deg: Bounds };

/** Either a box or a polygon, the other one null. */
export type PermissionArea = {
  readonly name: string;
  readonly bounds_deg: Bounds | null;
  /** Corners in order; its sides are straight in latitude and longitude. */
  readonly polygon_deg: readonly Corner[] | null;
};

/** A box, a polygon or a circle, the others null. */
export type AreaShape = PermissionArea & {
  readonly circle: { readonly latitude_deg: number; readonly longitude_deg: number; readonly radius_m: number } | null;
};

/** `unknown` is treated as crewed wherever a rule must choose. */
export type CrewState = 'crewed' | 'uncrewed' | 'unknown';

/** Encounter classes a separation clause can name; an unknown aircraft counts as crewed. */
export const ENCOUNTER_CLASSES = ['crewed/crewed', 'crewed/uncrewed', 'uncrewed/uncrewed'] as const;
export type EncounterClass = (typeof ENCOUNTER_CLASSES)[number];

/**
 * Categories that rules for one aircraft tell apart, by the emitter category where nothing better is known. An
 * aircraft of unknown category is held to the strictest rule of those that could be its own.
 */
export type AircraftCategory = 'fixed_wing' | 'rotorcraft' | 'glider' | 'lighter_than_air' | 'ultralight' | 'uncrewed';

/**
 * advisory: the minima will be lost, but the grace time is not predicted to run out;
 * warning: a breach of the clause is predicted; breach: it has happened and lasts.
 */
export const ALERT_LEVELS = ['advisory', 'warning', 'breach'] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];
