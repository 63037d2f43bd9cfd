import { atan2 } from '../math.ts';
import { AgreedSense } from './agreed.ts';
import { wrapPi } from './angles.ts';
import { Candidates } from './candidates.ts';
import { changeCost, deviationCost, isPlan, writeCost } from './costs.ts';
import { FlownCommand } from './flown_command.ts';
import type { OwnAircraft } from './own_paths.ts';
import { ADVICE_PARAMETERS, type AdviceParameters, TURN_ENDS } from './parameters.ts';
import { lookaheadOf, MOST_OWN_CLIMBS, MOST_OWN_WAYS } from './samples.ts';
import { type AdviceChoice, type AdviceMemory, type Command, createMemory, type Situation } from './situation.ts';
import { checkSituation } from './situation_check.ts';
import { PLAN_TURN_S, Selection, Weighing } from './weighing.ts';

/** A crew that was called is attentive for so long afterwards, and then acts at once. */
const ATTENTIVE_S = 120;
/** A cost lower by less is not lower: the first of equals is chosen, whatever the last digit. */
const SAME_COST = 1e-9;
/** A plan that turns more slowly is straight, rad/s. */
const STRAIGHT_RADPS = 0.001;
/** A cost higher by this much is higher, whatever the last digits of either. */
const NEAR_COST = 1e-8;
const FORBIDDEN = 2;
const TOO_DEAR = 3;
/** So many ways are flown before those that are left are held against the best of them. */
const WAYS_AT_ONCE = 4;

/**
 * Advises one aircraft at a time: whether to call its crew, and which manoeuvre stands. It holds only room to work in,
 * so that one serves many aircraft; what is to be remembered of each is its memory. Same input, same answer, always.
 */
export class Adviser {
  private readonly parameters: AdviceParameters;
  private readonly candidates = new Candidates();
  private readonly weighing = new Weighing();
  /** Flies single commands; after a decision, against its targets. */
  readonly flown: FlownCommand;
  private readonly agreed = new AgreedSense();
  /** Probability of a loss within the lookahead if nobody acts, by target that matters. */
  private readonly lossOf: number[] = [];
  /** One of those is heard to be called already. */
  private heard = false;
  private readonly total = new Float64Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);
  /** What each takes from the plan, from what stands, and from the other side's answer. */
  private readonly asking = new Float64Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);
  private readonly changing = new Float64Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);
  private readonly crossing = new Float64Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);
  /** 0: not flown; 1: flown; FORBIDDEN, TOO_DEAR: not to be chosen. */
  private readonly weighed = new Uint8Array(MOST_OWN_WAYS * MOST_OWN_CLIMBS);
  private readonly selection = new Selection();
  private readonly command: Command = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };
  private readonly trial: Command = { track_rad: Number.NaN, speed_mps: Number.NaN, vertical_mps: Number.NaN };
  private readonly out: AdviceChoice = {
    probability: 0,
    soon: 0,
    harm: 0,
    alert: false,
    command: null,
    loss: 0,
    nearest: 0,
    keeps: 'all',
    cost: { turn_rad: 0, vertical_mps: 0, height_m: 0, speed_mps: 0, extra_m: 0, delay_s: 0, until_s: 0 },
  };
  private now_rad = 0;
  private episode_s = 0;
  /** What a candidate may cost. */
  private enough = 0;
  private own_share = 0.5;

  constructor(parameters: AdviceParameters = ADVICE_PARAMETERS) {
    this.parameters = parameters;
    this.flown = new FlownCommand(parameters, this.weighing);
  }

  /**
   * Decides, and writes what is to be remembered to memory. The choice is valid until the next call.
   *
   * @throws {SituationError} for a situation with a number that cannot be used; nothing changes then
   */
  decide(situation: Situation, memory: AdviceMemory): AdviceChoice {
    const { out, parameters } = this;
    const { time_s, own } = situation;
    checkSituation(situation);
    this.foresee(situation);
    const due = situation.called === true || this.heard || out.harm >= parameters.alert_harm;
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
    const { out, weighing, candidates, parameters, selection } = this;
    this.now_rad = own.vx_mps === 0 && own.vy_mps === 0 ? own.plan.track_rad : atan2(own.vx_mps, own.vy_mps);
    if (!this.flown.takeSet(own, targets)) weighing.gather(own, targets, parameters);
    candidates.setPlan();
    selection.clear();
    selection.add(0, 0, 1);
    out.probability = 0;
    out.soon = 0;
    out.harm = 0;
    this.lossOf.fill(0);
    // Nobody tells when a turn of the plan ends: it may as soon and as late as the turns of others.
    const turns = Math.abs(own.plan.turn_radps) > STRAIGHT_RADPS;
    const count = turns ? TURN_ENDS.length : 1;
    for (let k = 0; k < count; k += 1) {
      weighing.plan_turn_s = turns ? Math.round((TURN_ENDS[k] as number) / parameters.turn_ends_per_s) : 0;
      weighing.weigh(own, this.now_rad, candidates, 0, parameters, selection);
      this.tell(0);
      out.probability += out.loss / count;
      out.soon += weighing.soon / count;
      out.harm += (weighing.soon + parameters.alert_depth * weighing.soonDepth) / count;
      for (let n = 0; n < weighing.lossOf.length; n += 1) {
        this.lossOf[n] = (this.lossOf[n] ?? 0) + (weighing.lossOf[n] as number) / count;
      }
    }
    this.heard = weighing.relevant.some(
      ({ called }, n) => called === true && (this.lossOf[n] as number) >= parameters.heard_probability,
    );
    out.loss = out.probability;
    weighing.plan_turn_s = PLAN_TURN_S;
    this.episode_s = weighing.episode_s;
    this.own_share = weighing.own_share;
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
      const flown = candidates.ways * candidates.climbs;
      candidates.addSpeeds(situation, parameters.speeds_everywhere, Math.floor(best / candidates.climbs));
      best = this.cheapest(situation, memory, flown);
    }
    this.read(best, command);
    this.tell(best);
    out.command = isPlan(command) ? null : command;
    this.remember(situation.own, memory);
  }

  /**
   * The candidate of least cost, flown as soon as the crew acts. A candidate costs at least what it takes from the
   * plan and from what stands: those for which this alone is more than another comes to are not flown at all.
   *
   * @param flown so many, the first ones, have been through this already
   */
  private cheapest({ time_s, own }: Situation, memory: AdviceMemory, flown = 0): number {
    const { parameters, candidates, weighed, asking, changing, crossing, trial } = this;
    const since = time_s - memory.alerted_s;
    const attentive = memory.attentive_s >= time_s;
    const least = attentive ? 0 : Math.max(0, parameters.least_delay_s - since);
    const most = attentive ? 0 : Math.max(0, parameters.most_delay_s - since);
    const combos = candidates.ways * candidates.climbs;
    for (let c = 0; c < combos; c += 1) {
      this.read(c, trial);
      asking[c] = deviationCost(own, trial, this.episode_s, this.own_share, parameters);
      changing[c] = changeCost(own, this.now_rad, trial, memory, parameters);
      crossing[c] = this.crosses(own, trial) ? parameters.reversal : 0;
    }
    weighed.fill(0, flown, combos);
    if (flown === 0) {
      this.select(0, candidates.firstWays, candidates.firstClimbs, Number.POSITIVE_INFINITY);
      this.weighSelected(own, memory, least, most);
    }
    // What stands is known; then other vertical speeds along the same ways, then all the rest, a few ways at a time.
    let best = this.cheapestWeighed();
    for (let from = 0; from < candidates.ways; ) {
      const to = from === 0 ? candidates.firstWays : Math.min(candidates.ways, from + WAYS_AT_ONCE);
      this.select(from, to, candidates.climbs, this.costOf(best) + NEAR_COST);
      from = to;
      if (this.selection.count === 0) continue;
      this.weighSelected(own, memory, least, most);
      best = this.cheapestWeighed();
    }
    return best;
  }

  /** Selects, of some ways and the first vertical speeds, those not flown yet that may cost less than `enough`. */
  private select(from: number, to: number, climbs: number, enough: number): void {
    const { selection, candidates, weighed, asking, changing, crossing } = this;
    selection.clear();
    this.enough = enough;
    for (let i = from; i < to; i += 1) {
      for (let j = 0; j < climbs; j += 1) {
        const c = i * candidates.climbs + j;
        if (weighed[c] !== 0) continue;
        const bound = (asking[c] as number) + (changing[c] as number) + (crossing[c] as number);
        if (bound < enough) selection.add(i, j, candidates.climbs);
      }
    }
  }

  private weighSelected(own: OwnAircraft, memory: AdviceMemory, least_s: number, most_s: number): void {
    const { parameters, total, weighing, candidates, selection, weighed, asking, changing, crossing } = this;
    const rounds = most_s > least_s ? 2 : 1;
    for (let k = 0; k < selection.count; k += 1) total[selection.list[k] as number] = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (let k = 0; k < selection.count; k += 1) {
        const c = selection.list[k] as number;
        const bound = (asking[c] as number) + (changing[c] as number) + (crossing[c] as number);
        selection.limit[c] = (this.enough - bound - (total[c] as number)) * rounds;
      }
      const delay_s = round === 0 ? least_s : most_s;
      weighing.weigh(own, this.now_rad, candidates, delay_s, parameters, selection);
      for (let k = 0; k < selection.count; k += 1) {
        const c = selection.list[k] as number;
        if (selection.combos[c] === 1) total[c] = (total[c] as number) + (weighing.harm[c] as number) / rounds;
      }
    }
    for (let k = 0; k < selection.count; k += 1) {
      const c = selection.list[k] as number;
      weighed[c] = selection.combos[c] === 1 ? 1 : TOO_DEAR;
    }
    this.forbid(own, memory);
  }

  /** The first of least cost of those flown and not forbidden; the plan always is one. */
  private cheapestWeighed(): number {
    const { candidates, weighed } = this;
    const combos = candidates.ways * candidates.climbs;
    let best = 0;
    let lowest = Number.POSITIVE_INFINITY;
    for (let c = 0; c < combos; c += 1) {
      if (weighed[c] !== 1) continue;
      const sum = this.costOf(c);
      if (sum < lowest - SAME_COST) {
        lowest = sum;
        best = c;
      }
    }
    return best;
  }

  private costOf(c: number): number {
    const { total, asking, changing, crossing } = this;
    return (total[c] as number) + (asking[c] as number) + (changing[c] as number) + (crossing[c] as number);
  }

  /** Crosses out of those just flown what is not of the sense that both sides work out alike. */
  private forbid(own: OwnAircraft, memory: AdviceMemory): void {
    const { candidates, weighing, selection, weighed, agreed } = this;
    const { ways, climbs } = candidates;
    const { sample_s } = this.parameters;
    for (const target of weighing.relevant) {
      if (target.advised_elsewhere !== true || target.answer !== null) continue;
      agreed.set(own, target.estimate.steady, memory.track_rad, memory.climb_sense, lookaheadOf(sample_s));
      for (let i = 1; i < ways; i += 1) {
        if (selection.ways[i] === 0 || weighing.widens(i, agreed, sample_s)) continue;
        for (let c = i * climbs; c < (i + 1) * climbs; c += 1) if (weighed[c] === 1) weighed[c] = FORBIDDEN;
      }
      for (let j = 1; j < climbs; j += 1) {
        if (selection.climbs[j] === 0) continue;
        if (agreed.allowsClimb(candidates.vertical_mps[j] as number)) continue;
        for (let c = j; c < ways * climbs; c += climbs) if (weighed[c] === 1) weighed[c] = FORBIDDEN;
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
