import { atan2 } from '../math.ts';
import { Candidates } from './candidates.ts';
import { type FlownPath, writeFlown } from './flown_path.ts';
import type { OwnAircraft } from './own_paths.ts';
import { ADVICE_PARAMETERS, type AdviceParameters } from './parameters.ts';
import { lookaheadOf } from './samples.ts';
import type { Command, Target } from './situation.ts';
import { type Pass, Selection, Weighing } from './weighing.ts';

/**
 * One manoeuvre flown against all targets: what comes of it for each of them. The own aircraft's rooms up and down are
 * where it levels off. It holds only room to work in; results stand until the next call.
 */
export class FlownCommand {
  private readonly parameters: AdviceParameters;
  private readonly candidates = new Candidates();
  private readonly weighing: Weighing;
  private readonly selection = new Selection();
  /** What was set last, until somebody took it up. */
  private own: OwnAircraft | null = null;
  private targets: readonly Target[] | null = null;

  constructor(parameters: AdviceParameters = ADVICE_PARAMETERS, weighing: Weighing = new Weighing()) {
    this.parameters = parameters;
    this.weighing = weighing;
    this.selection.add(0, 0, 1);
  }

  /** How far ahead commands are flown, s. */
  get lookahead_s(): number {
    return lookaheadOf(this.parameters.sample_s);
  }

  /** Sets what is to be kept clear of. */
  set(own: OwnAircraft, targets: readonly Target[]): void {
    this.weighing.gather(own, targets, this.parameters);
    this.own = own;
    this.targets = targets;
  }

  /** Are these what was set last? True once: whoever asks later may have changed them in the meantime. */
  takeSet(own: OwnAircraft, targets: readonly Target[]): boolean {
    const same = this.own === own && this.targets === targets;
    this.own = null;
    this.targets = null;
    return same;
  }

  /** Flies a command, delay_s from now, against the targets last set; returns the probability of any loss. */
  fly(own: OwnAircraft, command: Command, delay_s: number): number {
    const { candidates, weighing, selection, parameters } = this;
    const { vx_mps, vy_mps, plan } = own;
    const now_rad = vx_mps === 0 && vy_mps === 0 ? plan.track_rad : atan2(vx_mps, vy_mps);
    candidates.setOne(command);
    weighing.weigh(own, now_rad, candidates, delay_s, parameters, selection);
    return weighing.loss[0] as number;
  }

  /** Of the command flown last, in losses: how probable they are, and how deep. */
  get harm(): number {
    return this.weighing.harm[0] as number;
  }

  /** Probability that a volume of a target is lost; 0 for one that cannot come near. */
  lossOf(target: Target, volume: number): number {
    let at = 0;
    for (const one of this.weighing.relevant) {
      if (one === target) return this.weighing.losses[at + volume] as number;
      at += one.volumes.length;
    }
    return 0;
  }

  /** Of all volumes of all targets, are all kept, each target's narrowest, or not even those? */
  get keeps(): 'all' | 'narrowest' | 'none' {
    const { loss, narrowLoss } = this.weighing;
    const { kept_probability } = this.parameters;
    if ((loss[0] as number) < kept_probability) return 'all';
    return (narrowLoss[0] as number) < kept_probability ? 'narrowest' : 'none';
  }

  /** Writes the path of an aircraft that flies a command, delay_s from now. */
  writePath(own: OwnAircraft, command: Command, delay_s: number, out: FlownPath): void {
    writeFlown(own, command, delay_s, this.parameters.sample_s, out);
  }

  /** How near a target comes that flies on as it does. */
  writePass(target: Target, out: Pass): void {
    this.weighing.writePass(target, this.parameters.sample_s, out);
  }
}
