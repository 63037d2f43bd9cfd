import { STANDARD_CONFIGURATIONS } from '@skyaccord/sky';

/** An aircraft of the lab in the units that people say: they stand in the address, and must come back the same. */
export type LabAircraft = {
  readonly name: string;
  readonly east_nm: number;
  readonly north_nm: number;
  readonly altitude_ft: number;
  /** Where it flies to, clockwise from north. */
  readonly track_deg: number;
  readonly speed_kt: number;
  readonly climb_fpm: number;
  /** Which alerter of the configuration judges it, from 0. */
  readonly alerter: number;
};

export type LabValue = Exclude<keyof LabAircraft, 'name' | 'alerter'>;

/** Two to five aircraft over a plane, in still air; the first is the own one. */
export type LabScene = {
  readonly configuration: string;
  /** Half the width of the plan. */
  readonly reach_nm: number;
  readonly aircraft: readonly LabAircraft[];
};

export const NAMES = ['ALFA', 'BRAVO', 'CHARLIE', 'DELTA', 'ECHO'] as const;
export const LEAST_AIRCRAFT = 2;
export const MOST_AIRCRAFT = NAMES.length;
export const REACHES_NM = [1, 2, 5, 10, 20, 40] as const;

/** Least, greatest, and how finely a value is kept. */
const LIMITS: { readonly [value in LabValue]: readonly [least: number, most: number, step: number] } = {
  east_nm: [-100, 100, 0.001],
  north_nm: [-100, 100, 0.001],
  altitude_ft: [-1000, 60_000, 0.1],
  track_deg: [0, 360, 0.1],
  speed_kt: [0, 1000, 0.1],
  climb_fpm: [-10_000, 10_000, 1],
};
const ORDER = ['east_nm', 'north_nm', 'altitude_ft', 'track_deg', 'speed_kt', 'climb_fpm'] as const;

const LARGE: readonly (readonly number[])[] = [
  [0, -4, 10_000, 0, 200, 0],
  [0.3, 4.5, 10_200, 180, 220, 0],
  [7, -1, 9_000, 280, 180, 500],
];
const SMALL: readonly (readonly number[])[] = [
  [0, -0.5, 400, 0, 40, 0],
  [0.05, 0.7, 420, 180, 45, 0],
  [0.9, 0, 300, 270, 50, 0],
];

/** The scene to begin with; small unmanned aircraft fly lower, slower and nearer to each other. */
export function firstScene(configuration: string): LabScene {
  const small = configuration.startsWith('SUAS');
  return {
    configuration,
    reach_nm: small ? 1 : 10,
    aircraft: (small ? SMALL : LARGE).map((values, index) => aircraftOf(NAMES[index] as string, values, 0)),
  };
}

function aircraftOf(name: string, values: readonly number[], alerter: number): LabAircraft {
  const read = ORDER.map((value, index) => [value, kept(value, values[index] ?? 0)]);
  return { name, alerter, ...(Object.fromEntries(read) as { [value in LabValue]: number }) };
}

/** A value as it is kept: within its limits, rounded; directions from 0 up to 360. */
function kept(value: LabValue, given: number): number {
  const [least, most, step] = LIMITS[value];
  const digits = step >= 1 ? 0 : step >= 0.1 ? 1 : 3;
  const turned = value === 'track_deg' ? ((given % 360) + 360) % 360 : given;
  const rounded = Number(Math.min(most, Math.max(least, turned)).toFixed(digits));
  // Zero has no sign in an address.
  return value === 'track_deg' && rounded === 360 ? 0 : rounded + 0;
}

/** The scene with some values of one aircraft changed. */
export function changed(
  scene: LabScene,
  index: number,
  change: Partial<Pick<LabAircraft, LabValue | 'alerter'>>,
): LabScene {
  const aircraft = scene.aircraft.map((one, at) => {
    if (at !== index) return one;
    const next = { ...one, ...change };
    return aircraftOf(
      next.name,
      ORDER.map((value) => next[value]),
      next.alerter,
    );
  });
  return { ...scene, aircraft };
}

/** Where one more begins, in parts of the reach, and on which track: each on its way to the middle. */
const BESIDE = [
  [-0.6, 0.25, 110],
  [0.6, 0.45, 230],
  [-0.5, -0.6, 40],
  [0.6, -0.6, 315],
] as const;
/** Nearer than this part of the reach one would hide another. */
const HIDDEN = 0.15;

/** One aircraft more, where none hides it, on its way to the middle; the same scene when it is full. */
export function withOneMore(scene: LabScene): LabScene {
  const name = NAMES.find((one) => scene.aircraft.every((aircraft) => aircraft.name !== one));
  const own = scene.aircraft[0];
  if (name === undefined || own === undefined) return scene;
  const reach_nm = scene.reach_nm;
  const apart_nm = ([east, north]: readonly [number, number, number]) =>
    Math.min(
      ...scene.aircraft.map((one) => Math.hypot(one.east_nm - east * reach_nm, one.north_nm - north * reach_nm)),
    );
  const [east, north, track_deg] = BESIDE.find((place) => apart_nm(place) > HIDDEN * reach_nm) ?? BESIDE[0];
  const values = [east * reach_nm, north * reach_nm, own.altitude_ft, track_deg, own.speed_kt, 0];
  return { ...scene, aircraft: [...scene.aircraft, aircraftOf(name, values, 0)] };
}

/** The scene without an aircraft; the same scene when only two are left. */
export function without(scene: LabScene, index: number): LabScene {
  if (scene.aircraft.length <= LEAST_AIRCRAFT) return scene;
  return { ...scene, aircraft: scene.aircraft.filter((_, at) => at !== index) };
}

/** The scene seen from another aircraft. */
export function ownedBy(scene: LabScene, index: number): LabScene {
  const own = scene.aircraft[index];
  if (own === undefined) return scene;
  return { ...scene, aircraft: [own, ...scene.aircraft.filter((one) => one !== own)] };
}

/** The part of the address after `#/lab?`: everything that the scene is. */
export function sceneQuery({ configuration, reach_nm, aircraft }: LabScene): string {
  const parts = [`configuration=${encodeURIComponent(configuration)}`, `reach=${reach_nm}`];
  for (const one of aircraft) {
    parts.push(`aircraft=${[one.name, ...ORDER.map((value) => one[value]), one.alerter + 1].join(',')}`);
  }
  return parts.join('&');
}

/** Reads an address. What it does not hold is as at first; what cannot be read is named in `problem`. */
export function parseScene(query: string): { scene: LabScene; problem: string | null } {
  const asked = new URLSearchParams(query);
  const name = asked.get('configuration') ?? STANDARD_CONFIGURATIONS[0] ?? '';
  const known = STANDARD_CONFIGURATIONS.includes(name);
  const first = firstScene(known ? name : (STANDARD_CONFIGURATIONS[0] ?? ''));
  if (!known)
    return { scene: first, problem: `configuration ${name.slice(0, 40)} is not known; the first scene is shown` };
  const rows = asked.getAll('aircraft');
  if (rows.length === 0) return { scene: first, problem: null };
  const refuse = (problem: string) => ({ scene: first, problem: `${problem}; the first scene is shown` });
  if (rows.length < LEAST_AIRCRAFT || rows.length > MOST_AIRCRAFT) {
    return refuse(`${rows.length} aircraft are not ${LEAST_AIRCRAFT} to ${MOST_AIRCRAFT}`);
  }
  const aircraft: LabAircraft[] = [];
  for (const row of rows) {
    const [called = '', ...fields] = row.split(',');
    const numbers = fields.map((field) => (field.trim() === '' ? Number.NaN : Number(field)));
    const alerter = (numbers[ORDER.length] ?? 1) - 1;
    const count = numbers.length === ORDER.length || numbers.length === ORDER.length + 1;
    if (!count || !numbers.every(Number.isFinite) || !Number.isInteger(alerter) || alerter < 0) {
      return refuse(`aircraft=${row.slice(0, 60)} is not a name and six numbers`);
    }
    if (!/^[A-Z0-9]{1,8}$/.test(called) || aircraft.some((one) => one.name === called)) {
      return refuse(`${called.slice(0, 20)} is not a name of its own of 1 to 8 capitals or digits`);
    }
    aircraft.push(aircraftOf(called, numbers, alerter));
  }
  const reach = Number(asked.get('reach'));
  const reach_nm = REACHES_NM.find((one) => one === reach) ?? first.reach_nm;
  return { scene: { configuration: name, reach_nm, aircraft }, problem: null };
}
