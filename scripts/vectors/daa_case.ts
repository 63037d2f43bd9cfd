import type { BandKind, Bands, DetectAndAvoid, SkyState, StateErrors } from '@skyaccord/sky';

/** A number as the files write it: null is undefined, infinities are words. */
export type Told = number | 'inf' | '-inf' | null;

type Aircraft = {
  readonly id: string;
  readonly pos: readonly [number, number, number];
  readonly vel: readonly [number, number, number];
  readonly sum?: readonly number[];
  readonly alerter?: number;
};

export type ToldBands = {
  readonly own: number;
  readonly own_region: string;
  readonly bands: readonly (readonly [number, number, string])[];
  readonly res: readonly [Told, Told];
  readonly pref_up: boolean;
  readonly rec?: { readonly t: Told; readonly n: number; readonly h: Told; readonly v: Told };
  readonly periph?: { readonly [region: string]: readonly string[] };
  readonly ltm?: readonly Told[];
};

export type Encounter = {
  readonly id: string;
  readonly cfg: string;
  readonly coord: 'xyz' | 'latlon';
  readonly wind_to: readonly [number, number, number];
  readonly own: Aircraft;
  readonly traffic: readonly Aircraft[];
  readonly fragile: readonly string[];
  readonly exp: {
    readonly proj: { readonly s: readonly number[][]; readonly v: readonly number[][] };
    readonly alert: readonly number[];
    readonly viol: readonly (readonly (readonly [boolean, Told, Told, Told, Told])[])[];
    readonly t_corr: readonly Told[];
    readonly tiov: { readonly [region: string]: readonly [Told, Told] | null };
    readonly cpa: readonly { readonly [field: string]: Told }[];
  } & { readonly [section in Section]: ToldBands };
};

export const SECTIONS = ['dir', 'hs', 'vs', 'alt'] as const;
export type Section = (typeof SECTIONS)[number];
export const KINDS: { readonly [section in Section]: BandKind } = {
  dir: 'direction',
  hs: 'horizontal_speed',
  vs: 'vertical_speed',
  alt: 'altitude',
};

function errorsOf(sum: readonly number[] | undefined): { errors?: StateErrors } {
  if (sum === undefined) return {};
  const [east_m, north_m, eastNorth_m, altitude_m, east_mps, north_mps, eastNorth_mps, climb_mps] = sum as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    errors: { east_m, north_m, eastNorth_m, altitude_m, east_mps, north_mps, eastNorth_mps, climb_mps },
  };
}

function placeOf(coord: 'xyz' | 'latlon', [first, second, altitude_m]: Aircraft['pos']) {
  if (coord === 'xyz') return { east_m: first, north_m: second, altitude_m };
  return { latitude_deg: first, longitude_deg: second, altitude_m };
}

/** What the engine is told of an encounter. */
export function skyOf(
  coord: 'xyz' | 'latlon',
  time_s: number,
  wind_mps: readonly [number, number, number],
  own: Aircraft,
  traffic: readonly Aircraft[],
): SkyState {
  return {
    time_s,
    wind_mps,
    ownship: { id: own.id, place: placeOf(coord, own.pos), velocity_mps: own.vel, ...errorsOf(own.sum) },
    traffic: traffic.map((aircraft) => ({
      id: aircraft.id,
      place: placeOf(coord, aircraft.pos),
      velocity_mps: aircraft.vel,
      alerter: (aircraft.alerter ?? 1) - 1,
      ...errorsOf(aircraft.sum),
    })),
  };
}

/** What is said against an encounter: by section, and the worst difference of a number. */
export class Comparison {
  readonly problems = new Map<string, string>();
  worst = 0;
  private readonly latlon: boolean;

  constructor(latlon: boolean) {
    this.latlon = latlon;
  }

  /** Compares a number; `unit` tells which tolerance holds on the Earth. */
  number(section: string, what: string, ours: number | null, told: Told, unit: 'm' | 'rad' | 's'): void {
    const theirs = told === 'inf' ? Number.POSITIVE_INFINITY : told === '-inf' ? Number.NEGATIVE_INFINITY : told;
    if (ours === theirs) return;
    if (ours === null || theirs === null || !Number.isFinite(ours) || !Number.isFinite(theirs)) {
      this.note(section, `${what}: ${ours}, expected ${theirs}`);
      return;
    }
    const off = Math.abs(ours - theirs);
    const flat = 1e-6 * Math.max(1, Math.abs(theirs));
    // Where a pair hardly closes, last digits of projected velocities grow in long times: those count by their size.
    const limit = this.latlon ? Math.max({ m: 1e-5, rad: 1e-7, s: 1e-6 }[unit], unit === 's' ? flat : 0) : flat;
    if (off <= limit) this.worst = Math.max(this.worst, off);
    else this.note(section, `${what}: ${ours}, expected ${theirs}`);
  }

  same(section: string, what: string, ours: unknown, told: unknown): void {
    if (JSON.stringify(ours) !== JSON.stringify(told)) {
      this.note(section, `${what}: ${JSON.stringify(ours)}, expected ${JSON.stringify(told)}`);
    }
  }

  private note(section: string, text: string): void {
    if (!this.problems.has(section)) this.problems.set(section, text);
  }
}

/** Compares bands of one kind with what is told of them. */
export function compareBands(
  compared: Comparison,
  section: Section,
  ours: Bands,
  told: ToldBands,
  ids: readonly string[],
): void {
  const unit = section === 'dir' ? 'rad' : 'm';
  compared.number(section, 'own', ours.value, told.own, unit);
  compared.same(section, 'own_region', ours.region, told.own_region);
  const regions = ours.bands.map(({ region }) => region);
  compared.same(
    section,
    'bands',
    regions,
    told.bands.map(([, , region]) => region),
  );
  for (const [index, [low, high]] of told.bands.entries()) {
    compared.number(section, `bands[${index}] low`, ours.bands[index]?.low ?? null, low, unit);
    compared.number(section, `bands[${index}] high`, ours.bands[index]?.high ?? null, high, unit);
  }
  compared.number(section, 'res low', ours.low, told.res[0], unit);
  compared.number(section, 'res up', ours.up, told.res[1], unit);
  compared.same(section, 'pref_up', ours.preferUp, told.pref_up);
  if (told.rec !== undefined) {
    compared.number(section, 'rec t', ours.recovery?.time_s ?? null, told.rec.t, 's');
    compared.same(section, 'rec n', ours.recovery?.shrinks ?? -1, told.rec.n);
    compared.number(section, 'rec h', ours.recovery?.distance_m ?? null, told.rec.h, 'm');
    compared.number(section, 'rec v', ours.recovery?.height_m ?? null, told.rec.v, 'm');
  }
  if (told.periph !== undefined) {
    for (const region of ['NEAR', 'MID', 'FAR'] as const) {
      const names = ours.peripheral[region].map((index) => ids[index]);
      compared.same(section, `periph ${region}`, names, told.periph[region] ?? []);
    }
  }
}

/** Compares everything but bands: projection, alerts, predictions, closest approach. */
export function compareDetection(compared: Comparison, engine: DetectAndAvoid, { exp, traffic }: Encounter): void {
  for (let i = -1; i < traffic.length; i++) {
    const state = engine.projected(i);
    for (let axis = 0; axis < 3; axis++) {
      compared.number('proj', `s[${i + 1}]`, state[axis] ?? null, exp.proj.s[i + 1]?.[axis] ?? null, 'm');
      compared.number('proj', `v[${i + 1}]`, state[axis + 3] ?? null, exp.proj.v[i + 1]?.[axis] ?? null, 'm');
    }
  }
  for (let i = 0; i < traffic.length; i++) {
    compared.same('alert', `alert[${i}]`, engine.alertLevel(i), exp.alert[i]);
    for (const [row, [conflict, entry, exit, critical, norm]] of (exp.viol[i] ?? []).entries()) {
      const ours = engine.violation(i, row + 1);
      const name = `viol[${i}][${row}]`;
      compared.same('viol', name, ours?.conflict, conflict);
      compared.number('viol', `${name} t_in`, ours?.entry_s ?? null, entry, 's');
      compared.number('viol', `${name} t_out`, ours?.exit_s ?? null, exit, 's');
      compared.number('viol', `${name} t_crit`, ours?.critical_s ?? null, critical, 's');
      compared.number('viol', `${name} d_crit`, ours?.norm ?? null, norm, 'm');
    }
    compared.number('t_corr', `t_corr[${i}]`, engine.correctiveEntry_s(i), exp.t_corr[i] ?? null, 's');
    const cpa = engine.closestApproach(i, 4000 * 0.3048);
    const told = exp.cpa[i] ?? {};
    compared.number('cpa', `hsep[${i}]`, cpa.horizontal_m, told.hsep ?? null, 'm');
    compared.number('cpa', `vsep[${i}]`, cpa.vertical_m, told.vsep ?? null, 'm');
    compared.number('cpa', `hclos[${i}]`, cpa.horizontalSpeed_mps, told.hclos ?? null, 'm');
    compared.number('cpa', `vclos[${i}]`, cpa.verticalSpeed_mps, told.vclos ?? null, 'm');
    compared.number('cpa', `hmd[${i}]`, cpa.horizontalMiss_m, told.hmd ?? null, 'm');
    compared.number('cpa', `vmd[${i}]`, cpa.verticalMiss_m, told.vmd ?? null, 'm');
    compared.number('cpa', `tcpa[${i}]`, cpa.time_s, told.tcpa ?? null, 's');
    compared.number('cpa', `dcpa[${i}]`, cpa.distance_m, told.dcpa ?? null, 'm');
    compared.number('cpa', `tcoa[${i}]`, cpa.coaltitude_s, told.tcoa ?? null, 's');
    compared.number('cpa', `taumod[${i}]`, cpa.modifiedTau_s, told.taumod_4000ft ?? null, 's');
  }
  for (const region of ['NEAR', 'MID', 'FAR'] as const) {
    const ours = engine.regionInterval(region);
    const told = exp.tiov[region] ?? null;
    compared.number('tiov', `${region} in`, ours?.[0] ?? null, told?.[0] ?? null, 's');
    compared.number('tiov', `${region} out`, ours?.[1] ?? null, told?.[1] ?? null, 's');
  }
}
