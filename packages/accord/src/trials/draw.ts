import { atan2, cos, hypot, sin } from '@skyaccord/sky';
import {
  type Delay,
  type Flyer,
  type PlanEntry,
  readTrialEncounter,
  TRIAL_CLASSES,
  type TrialClass,
  VOLUMES,
} from './encounter.ts';
import { type Controls, Fleet, PlanReader, STEPS_A_SECOND } from './flight.ts';
import { flyEncounter } from './fly.ts';
import type { Guide, Setting } from './guide.ts';
import { ReferenceAlerting } from './reference_alerting.ts';
import { Mulberry32 } from './sensing.ts';

// Encounters drawn anew, in the form and the spirit of the reference sets: the geometry is set backwards from the
// closest approach of the planned flights, so that misses of every size are frequent. An importance sample, of no
// airspace in particular.

const MPS_PER_KT = 1852 / 3600;
const TURN = 2 * Math.PI;
const RAD_PER_DEG = Math.PI / 180;

/** What differs between the classes; ranges are least and most. */
interface Kind {
  readonly share: number;
  readonly duration_s: number;
  readonly cpa_s: readonly [number, number];
  readonly speed_kt: readonly [number, number];
  readonly altitude_m: readonly [number, number];
  readonly turn_rate: number;
  /** Planned turns as a part of the limit: an airliner does not turn at three degrees a second. */
  readonly turn_part: readonly [number, number];
  readonly turn_s: readonly [number, number];
  readonly accel: number;
  readonly vertical_rate: number;
  readonly pos_sigma_m: readonly [number, number];
  readonly vel_sigma_mps: readonly [number, number];
  readonly alt_sigma_m: readonly [number, number];
  readonly alt_vel_sigma_mps: readonly [number, number];
}

const MANNED = {
  turn_rate: 3 * RAD_PER_DEG,
  turn_s: [1, 40],
  accel: 1,
  pos_sigma_m: [5, 50],
  vel_sigma_mps: [0.3, 2.5],
  alt_sigma_m: [3, 15],
  alt_vel_sigma_mps: [0.2, 1.5],
} as const;

const KINDS: { readonly [cls in TrialClass]: Kind } = {
  enroute: {
    ...MANNED,
    share: 0.4,
    duration_s: 200,
    cpa_s: [100, 140],
    speed_kt: [50, 500],
    altitude_m: [1524, 12_192],
    turn_part: [0.12, 0.6],
    vertical_rate: 15.24,
  },
  terminal: {
    ...MANNED,
    share: 0.3,
    duration_s: 170,
    cpa_s: [70, 110],
    speed_kt: [60, 200],
    altitude_m: [457.2, 2438.4],
    turn_part: [0.2, 1],
    vertical_rate: 10.16,
  },
  smalluas: {
    share: 0.3,
    duration_s: 170,
    cpa_s: [70, 110],
    speed_kt: [20, 120],
    altitude_m: [61, 366],
    turn_rate: 10 * RAD_PER_DEG,
    turn_part: [0.2, 1],
    turn_s: [1, 15],
    accel: 1.5,
    vertical_rate: 5.08,
    pos_sigma_m: [1, 8],
    vel_sigma_mps: [0.1, 0.8],
    alt_sigma_m: [1, 6],
    alt_vel_sigma_mps: [0.1, 0.6],
  },
};

const VERTICAL_ACCEL_MPS2 = 2.4516625;
/** Speeds stay within these parts of the one at the start. */
const SLOWEST = 0.75;
const FASTEST = 1.25;
/** Aircraft that move together have no closest approach to speak of. */
const LEAST_CLOSURE_MPS = 2;
/** Nobody begins so close to an alert that no crew could have been warned. */
const UNALERTED_S = 5;
const MOST_DRAWS = 1000;

/** An encounter as a line of a file has it. */
export interface DrawnEncounter {
  readonly id: string;
  readonly cls: TrialClass;
  readonly duration_s: number;
  readonly own: Flyer;
  readonly traffic: readonly (Flyer & { readonly id: string; readonly equipped: boolean; readonly delay_s: number })[];
  readonly limits: Readonly<Record<'turn_rate' | 'accel' | 'vertical_accel' | 'vertical_rate', number>>;
  readonly sensor: Readonly<
    Record<'pos_sigma_m' | 'vel_sigma_mps' | 'alt_sigma_m' | 'alt_vel_sigma_mps' | 'dropout', number>
  >;
  readonly noise_seed: number;
  readonly response: { readonly delay_s: Delay };
  readonly sampling: { readonly stratum: 'dwc' | 'nmac'; readonly weight: number; readonly t_cpa_s: number };
}

/**
 * Draws one of the encounters of a seed; each is drawn by itself, so any can be had without the others.
 *
 * @param spread misses of all intruders are even up to so many times the well-clear minima, in place of the sample of
 *   near ones: as in a sky in which nobody was put on the way of another
 */
export function drawEncounter(seed: number, index: number, spread: number | null = null): DrawnEncounter {
  const draw = new Draw((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0);
  const number = String(index).padStart(5, '0');
  for (let attempt = 0; attempt < MOST_DRAWS; attempt++) {
    const encounter = compose(draw, `S${seed}${spread === null ? '' : `x${spread}`}-${number}`, spread);
    if (encounter !== null && !alertsEarly(encounter)) return encounter;
  }
  throw new Error(`encounter ${index} of seed ${seed} did not come about in ${MOST_DRAWS} draws`);
}

/** Numbers of one encounter. */
class Draw {
  private readonly random: Mulberry32;

  constructor(seed: number) {
    this.random = new Mulberry32(seed);
    // The first numbers of neighbouring seeds resemble each other.
    for (let i = 0; i < 8; i++) this.random.next();
  }

  within([least, most]: readonly [number, number]): number {
    return least + (most - least) * this.random.next();
  }

  /** Of both signs. */
  upTo(most: number): number {
    return this.within([-most, most]);
  }

  chance(share: number): boolean {
    return this.random.next() < share;
  }

  whole(least: number, most: number): number {
    return least + Math.floor(this.random.next() * (most - least + 1));
  }
}

const SCALES = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

const rounded = (value: number, digits: number): number => {
  const scale = SCALES[digits] as number;
  return Math.round(value * scale) / scale;
};

function compose(draw: Draw, id: string, spread: number | null): DrawnEncounter | null {
  const cls = classOf(draw);
  const kind = KINDS[cls];
  const t_cpa_s = rounded(draw.within(kind.cpa_s), 1);
  const own = flyer(draw, kind, 0.7, t_cpa_s, null);
  const intruders = draw.chance(0.8) ? 1 : draw.whole(2, 4);
  const stratum = spread !== null || draw.chance(0.6) ? 'dwc' : 'nmac';
  const traffic: DrawnEncounter['traffic'][number][] = [];
  let weight = 1;
  for (let i = 0; i < intruders; i++) {
    const first = i === 0;
    const at_s = first ? t_cpa_s : rounded(Math.min(t_cpa_s + draw.upTo(30), kind.duration_s), 1);
    const late_s = first && draw.chance(0.3) ? Math.max(1, Math.round(at_s - draw.within([6, 36]))) : null;
    const free = flyer(draw, kind, first ? 0.5 : 0.55, at_s, late_s);
    const miss = spread === null ? missOf(draw, cls, first ? stratum : 'dwc') : evenMiss(draw, cls, spread);
    if (first) weight = miss.weight;
    const placed = place(own, free, at_s, miss.horizontal_m, miss.vertical_m);
    if (placed === null) return null;
    traffic.push({ ...placed, id: `t${i + 1}`, equipped: draw.chance(0.8), delay_s: draw.chance(0.5) ? 5 : 10 });
  }
  return {
    id,
    cls,
    duration_s: kind.duration_s,
    own,
    traffic,
    limits: {
      turn_rate: kind.turn_rate,
      accel: kind.accel,
      vertical_accel: VERTICAL_ACCEL_MPS2,
      vertical_rate: kind.vertical_rate,
    },
    sensor: {
      pos_sigma_m: rounded(draw.within(kind.pos_sigma_m), 2),
      vel_sigma_mps: rounded(draw.within(kind.vel_sigma_mps), 2),
      alt_sigma_m: rounded(draw.within(kind.alt_sigma_m), 2),
      alt_vel_sigma_mps: rounded(draw.within(kind.alt_vel_sigma_mps), 2),
      dropout: rounded(draw.within([0, 0.15]), 3),
    },
    noise_seed: draw.whole(0, 4_294_967_295),
    response: { delay_s: draw.chance(0.1) ? 'never' : draw.chance(0.5) ? 5 : 10 },
    sampling: { stratum, weight: rounded(weight, 6), t_cpa_s },
  };
}

function classOf(draw: Draw): TrialClass {
  let left = draw.within([0, 1]);
  for (const cls of TRIAL_CLASSES) {
    left -= KINDS[cls].share;
    if (left < 0) return cls;
  }
  return 'smalluas';
}

/** Somebody who sets out from the origin and manoeuvres until shortly after the pass; `late_s`: one begins then. */
function flyer(draw: Draw, kind: Kind, straight: number, cpa_s: number, late_s: number | null): Flyer {
  const speed_mps = draw.within(kind.speed_kt) * MPS_PER_KT;
  const track_rad = draw.within([0, TURN]);
  const climb_mps = draw.chance(0.5) ? 0 : rounded(draw.upTo(0.6 * kind.vertical_rate), 3);
  const pos = [0, 0, rounded(draw.within(kind.altitude_m), 2)] as const;
  const vel = [rounded(speed_mps * sin(track_rad), 3), rounded(speed_mps * cos(track_rad), 3), climb_mps] as const;
  const plan: PlanEntry[] = [[0, 0, 0, climb_mps]];
  let free_s = 1;
  const manoeuvres = draw.chance(straight) ? 0 : draw.whole(1, 2);
  const begins = Array.from({ length: manoeuvres }, () => draw.whole(10, Math.floor(cpa_s) + 4));
  if (late_s !== null) begins.push(late_s);
  for (const begin_s of begins.sort((a, b) => a - b)) {
    if (begin_s < free_s) continue;
    free_s = manoeuvre(draw, kind, begin_s, plan) + 1;
  }
  const gs_mps = hypot(vel[0], vel[1]);
  return { pos, vel, speed_mps: [rounded(gs_mps * SLOWEST, 3), rounded(gs_mps * FASTEST, 3)], plan };
}

/** Adds one to a plan: a turn, a change of vertical speed, or of speed. When it is over, s. */
function manoeuvre(draw: Draw, kind: Kind, begin_s: number, plan: PlanEntry[]): number {
  const climb_mps = (plan.at(-1) as PlanEntry)[3];
  const sort = draw.within([0, 1]);
  if (sort < 0.4) {
    const end_s = begin_s + draw.whole(...kind.turn_s);
    const rate = rounded((draw.chance(0.5) ? 1 : -1) * draw.within(kind.turn_part) * kind.turn_rate, 5);
    plan.push([begin_s, rate, 0, climb_mps], [end_s, 0, 0, climb_mps]);
    return end_s;
  }
  if (sort < 0.85) {
    const aimed_mps = climb_mps !== 0 && draw.chance(0.6) ? 0 : rounded(draw.upTo(0.8 * kind.vertical_rate), 3);
    plan.push([begin_s, 0, 0, aimed_mps]);
    return begin_s + Math.ceil((2 * kind.vertical_rate) / VERTICAL_ACCEL_MPS2);
  }
  const end_s = begin_s + draw.whole(10, 29);
  plan.push([begin_s, 0, rounded(draw.upTo(0.4), 3), climb_mps], [end_s, 0, 0, climb_mps]);
  return end_s;
}

interface Miss {
  readonly horizontal_m: number;
  readonly vertical_m: number;
  /** Restores a uniform density of misses over the larger box. */
  readonly weight: number;
}

function missOf(draw: Draw, cls: TrialClass, stratum: 'dwc' | 'nmac'): Miss {
  const { dwc, nmac_h_m, nmac_v_m } = VOLUMES[cls];
  const wide = [1.5 * dwc.dthr_m, 1.5 * dwc.zthr_m] as const;
  const narrow = [1.2 * nmac_h_m, 1.2 * nmac_v_m] as const;
  const [most_h, most_v] = stratum === 'dwc' ? wide : narrow;
  const horizontal_m = draw.upTo(most_h);
  const vertical_m = draw.upTo(most_v);
  const inside = Math.abs(horizontal_m) <= narrow[0] && Math.abs(vertical_m) <= narrow[1];
  const density = 0.6 + (inside ? (0.4 * wide[0] * wide[1]) / (narrow[0] * narrow[1]) : 0);
  return { horizontal_m, vertical_m, weight: 1 / density };
}

function evenMiss(draw: Draw, cls: TrialClass, spread: number): Miss {
  const { dthr_m, zthr_m } = VOLUMES[cls].dwc;
  return { horizontal_m: draw.upTo(spread * dthr_m), vertical_m: draw.upTo(spread * zthr_m), weight: 1 };
}

/** Moves the start of the other so that it stands abeam at a time, so far to a side and above. Null: no closure. */
function place(own: Flyer, other: Flyer, at_s: number, horizontal_m: number, vertical_m: number): Flyer | null {
  const fleet = new Fleet([own, other], VERTICAL_ACCEL_MPS2);
  const plans = [new PlanReader(own.plan), new PlanReader(other.plan)];
  const controls: Controls[] = plans.map(() => ({ turn_rate_radps: 0, accel_mps2: 0, vertical_mps: 0 }));
  const steps = Math.round(at_s * STEPS_A_SECOND);
  for (let n = 0; n < steps; n++) {
    for (const [slot, plan] of plans.entries()) {
      const now = controls[slot] as Controls;
      if (n % STEPS_A_SECOND === 0) plan.read(n / STEPS_A_SECOND, now);
      fleet.step(slot, now);
    }
  }
  const of = (column: Float64Array) => (column[1] as number) - (column[0] as number);
  const vx = of(fleet.vx_mps);
  const vy = of(fleet.vy_mps);
  const closure_mps = hypot(vx, vy);
  if (closure_mps < LEAST_CLOSURE_MPS) return null;
  const across_rad = atan2(vx, vy) + Math.PI / 2;
  const [x, y, z] = other.pos;
  const pos = [
    rounded(x + horizontal_m * sin(across_rad) - of(fleet.x_m), 2),
    rounded(y + horizontal_m * cos(across_rad) - of(fleet.y_m), 2),
    rounded(z + vertical_m - of(fleet.z_m), 2),
  ] as const;
  return { ...other, pos };
}

/** Whether the reference alerts the ownship within the first seconds of the planned flights. */
function alertsEarly(drawn: DrawnEncounter): boolean {
  let early = false;
  const listen = (setting: Setting): Guide => {
    const alerting = new ReferenceAlerting(setting);
    return {
      decide(now) {
        early ||= alerting.update(now);
        return { alert: false, probability: 0, command: null };
      },
    };
  };
  const onlooker = (t_s: number) => t_s < UNALERTED_S && !early;
  flyEncounter(readTrialEncounter(drawn), { sensors: 'perfect', equipped: 'own' }, listen, { onlooker });
  return early;
}
