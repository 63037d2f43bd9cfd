import { atan2 } from '../math.ts';
import { AgreedSense } from './agreed.ts';
import { wrapPi } from './angles.ts';
import { Candidates } from './candidates.ts';
import { changeCost, deviationCost, isPlan, writeCost } from './costs.ts';
import { MOST_OWN_CLIMBS, MOST_OWN_WAYS } from './meeting.ts';
import type { OwnAircraft } from './own_paths.ts';
import { ADVICE_PARAMETERS, type AdviceParameters } from './parameters.ts';
import { lookaheadOf } from './samples.ts';
import { type AdviceChoice, type AdviceMemory, type Command, createMemory, type Situation } from './situation.ts';
import { Weighing } from './weighing.ts';

/** A crew that was called is attentive for so long afterwards, and then acts at once. */
const ATTENTIVE_S = 120;
/** A cost lower by less is not lower: the first of equals is chosen, whatever the last digit. */
const SAME_COST = 1e-9;

/**
 * Advises one aircraft at a time: whether to call its crew, and which manoeuvre stands. It holds only room to work in,
 * so that one serves many aircraft; what is to be remembered of each is its memory. Same input, same answer, always.
 */
export class Adviser {
  private readonly parameters: AdviceParameters;
  private readonly candidates = new Candidates();
  private readonly weighing = new Weighing();
  private readonly agreed = new AgreedSense();
  private readonly total = new Float64Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);
  private readonly forbiddenWay = new Uint8Array(MOST_OWN_WAYS);
  private readonly forbiddenClimb = new Uint8Array(MOST_OWN_CLIMBS);
  private readonly command: Command = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };
  private readonly trial: Command = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };
  private readonly out: AdviceChoice = {
    probability: 0,
    soon: 0,
    alert: false,
    command: null,
    loss: 0,
    nearest: 0,
    keeps: 'all',
    cost: { turn_rad: 0, vertical_mps: 0, height_m: 0, speed_mps: 0, extra_m: 0, delay_s: 0, until_s: 0 },
  };
  private now_rad = 0;
  private episode_s = 0;
  private own_share = 0.5;

  constructor(parameters: AdviceParameters = ADVICE_PARAMETERS) {
    this.parameters = parameters;
  }

  /** Decides, and writes what is to be remembered to memory. The choice is valid until the next call. */
  decide(situation: Situation, memory: AdviceMemory): AdviceChoice {
    const { out, parameters } = this;
    const { time_s, own } = situation;
    this.foresee(situation);
    const due = situation.called === true || out.soon >= parameters.alert_probability;
    if (Number.isNaN(memory.alerted_s) && due) memory.alerted_s = time_s;
    out.alert = !Number.isNaN(memory.alerted_s);
    out.command = null;
    if (out.alert && this.isOver(situation, memory)) {
      Object.assign(memory, createMemory());
      memory.attentive_s = time_s + ATTENTIVE_S;
      out.alert = false;
    }
    if (out.alert) this.choose(situation, memory);
    writeCost(own, out.command, this.episode_s, out.cost);
    return out;
  }

  /** What comes of it if nobody acts. */
  private foresee({ own, targets }: Situation): void {
    const { out, weighing, candidates, parameters } = this;
    this.now_rad = own.vx_mps === 0 && own.vy_mps === 0 ? own.plan.track_rad : atan2(own.vx_mps, own.vy_mps);
    weighing.gather(own, targets, parameters);
    candidates.setPlan();
    weighing.weigh(own, this.now_rad, candidates, 0, parameters);
    this.episode_s = weighing.episode_s;
    this.own_share = weighing.own_share;
    this.tell(0);
    out.probability = out.loss;
    out.soon = weighing.soon;
  }

  /** Has going back to the plan been clear for long enough? */
  private isOver({ time_s, called }: Situation, memory: AdviceMemory): boolean {
    const { out, parameters } = this;
    if (called === true || out.loss >= parameters.return_probability) {
      memory.clear_s = Number.NaN;
      return false;
    }
    if (Number.isNaN(memory.clear_s)) memory.clear_s = time_s;
    return time_s - memory.clear_s >= parameters.return_after_s;
  }

  private choose(situation: Situation, memory: AdviceMemory): void {
    const { out, candidates, command, parameters } = this;
    candidates.setAll(situation, memory, this.now_rad);
    let best = this.cheapest(situation, memory);
    if ((this.weighing.loss[best] as number) >= parameters.kept_probability) {
      // Changes of speed help little and take long: they are tried where nothing else does.
      candidates.addSpeeds(situation);
      best = this.cheapest(situation, memory);
    }
    this.read(best, command);
    this.tell(best);
    out.command = isPlan(command) ? null : command;
    this.remember(situation.own, memory);
  }

  /** The candidate of least cost, flown as soon as the crew acts. */
  private cheapest({ time_s, own }: Situation, memory: AdviceMemory): number {
    const { parameters, total, weighing, candidates, trial } = this;
    const since = time_s - memory.alerted_s;
    const attentive = memory.attentive_s >= time_s;
    const least = attentive ? 0 : Math.max(0, parameters.least_delay_s - since);
    const most = attentive ? 0 : Math.max(0, parameters.most_delay_s - since);
    const combos = candidates.ways * candidates.climbs;
    total.fill(0, 0, combos);
    const rounds = most > least ? 2 : 1;
    for (let round = 0; round < rounds; round += 1) {
      weighing.weigh(own, this.now_rad, candidates, round === 0 ? least : most, parameters);
      for (let c = 0; c < combos; c += 1) {
        total[c] = (total[c] as number) + (weighing.harm[c] as number) / rounds;
      }
    }
    this.forbid(own, memory);
    let best = 0;
    let lowest = Number.POSITIVE_INFINITY;
    for (let c = 0; c < combos; c += 1) {
      const i = Math.floor(c / candidates.climbs);
      if (this.forbiddenWay[i] === 1 || this.forbiddenClimb[c - i * candidates.climbs] === 1) continue;
      this.read(c, trial);
      const sum =
        (total[c] as number) +
        deviationCost(own, trial, this.episode_s, this.own_share, parameters) +
        changeCost(own, this.now_rad, trial, memory, parameters) +
        (this.crosses(own, trial) ? parameters.reversal : 0);
      if (sum < lowest - SAME_COST) {
        lowest = sum;
        best = c;
      }
    }
    return best;
  }

  /** Marks what is not of the sense that both sides work out alike, against targets that are advised elsewhere. */
  private forbid(own: OwnAircraft, memory: AdviceMemory): void {
    const { candidates, weighing, forbiddenWay, forbiddenClimb, agreed } = this;
    const { sample_s } = this.parameters;
    const lookahead_s = lookaheadOf(sample_s);
    forbiddenWay.fill(0);
    forbiddenClimb.fill(0);
    for (const target of weighing.relevant) {
      if (target.advised_elsewhere !== true || target.answer !== null) continue;
      agreed.set(own, target, memory.turn_sense, memory.climb_sense, lookahead_s);
      for (let i = 1; i < candidates.ways; i += 1) {
        if (!weighing.widens(i, target, agreed, sample_s)) forbiddenWay[i] = 1;
      }
      for (let j = 1; j < candidates.climbs; j += 1) {
        if (!agreed.allowsClimb((candidates.vertical_mps[j] as number) - own.vz_mps)) forbiddenClimb[j] = 1;
      }
    }
  }

  /** Is it the vertical sense that another one is known to have taken? Two that climb do not part. */
  private crosses(own: OwnAircraft, { vertical_mps }: Command): boolean {
    if (Number.isNaN(vertical_mps)) return false;
    const side = Math.sign(vertical_mps - own.vz_mps);
    if (side === 0) return false;
    for (const { answer } of this.weighing.relevant) if (answer?.climb === side) return true;
    return false;
  }

  private read(c: number, out: Command): void {
    const { candidates } = this;
    const i = Math.floor(c / candidates.climbs);
    out.track_rad = candidates.track_rad[i] as number;
    out.speed_mps = candidates.speed_mps[i] as number;
    out.vertical_mps = candidates.vertical_mps[c - i * candidates.climbs] as number;
  }

  private tell(c: number): void {
    const { out, weighing } = this;
    const { kept_probability } = this.parameters;
    out.loss = weighing.loss[c] as number;
    out.nearest = weighing.nearest[c] as number;
    const narrowest = (weighing.narrowLoss[c] as number) < kept_probability ? 'narrowest' : 'none';
    out.keeps = out.loss < kept_probability ? 'all' : narrowest;
  }

  private remember(own: OwnAircraft, memory: AdviceMemory): void {
    const { track_rad, speed_mps, vertical_mps } = this.command;
    if (!Number.isNaN(track_rad) && track_rad !== memory.track_rad) {
      memory.turn_sense = Math.sign(wrapPi(track_rad - this.now_rad));
    }
    if (!Number.isNaN(vertical_mps) && vertical_mps !== memory.vertical_mps) {
      memory.climb_sense = Math.sign(vertical_mps - own.vz_mps);
    }
    memory.standing = this.out.command !== null;
    memory.track_rad = track_rad;
    memory.speed_mps = speed_mps;
    memory.vertical_mps = vertical_mps;
  }
}
