import type { Volume } from '../detectors/detector.ts';
import type { MutableThreat, Threat } from './manoeuvre.ts';

/** Threats in objects that are used again when the list is filled anew. */
export class ThreatList {
  count = 0;
  readonly items: readonly Threat[];
  private readonly pool: MutableThreat[] = [];

  constructor() {
    this.items = this.pool;
  }

  clear(): void {
    this.count = 0;
  }

  /** Adds a threat, to which the caller gives its horizon: a number as an argument can cost garbage. */
  add(aircraft: number, heightKnown: boolean, volume: Volume): MutableThreat {
    let threat = this.pool[this.count];
    if (threat === undefined) {
      threat = { aircraft, heightKnown, volume, horizon_s: Number.NaN };
      this.pool.push(threat);
    }
    this.count += 1;
    threat.aircraft = aircraft;
    threat.heightKnown = heightKnown;
    threat.volume = volume;
    return threat;
  }

  /** Whether another list holds the same. */
  equals(other: ThreatList): boolean {
    if (this.count !== other.count) return false;
    for (let i = 0; i < this.count; i++) {
      const one = this.items[i] as Threat;
      const two = other.items[i] as Threat;
      if (one.aircraft !== two.aircraft || one.volume !== two.volume || one.horizon_s !== two.horizon_s) return false;
    }
    return true;
  }
}
