import type { BandKind, Manoeuvre, Threat } from '../bands/manoeuvre.ts';
import type { Situation } from '../bands/situation.ts';
import { ThreatList } from '../bands/threat_list.ts';
import type { AlertLevel, Configuration, Spread } from '../config/configuration.ts';

const WIDTHS: { readonly [kind in BandKind]: keyof Spread } = {
  direction: 'direction_rad',
  horizontal_speed: 'horizontalSpeed_mps',
  vertical_speed: 'verticalSpeed_mps',
  altitude: 'altitude_m',
};

/**
 * Alerts by manoeuvres: whether an aircraft would be met by one that stays within a level's spread about the present
 * value. The reference has settings of that name; none of its answers that we hold uses them, so this is our reading.
 */
export class Spreads {
  private readonly manoeuvres: readonly Manoeuvre[];
  private readonly lookahead_s: number;
  private readonly used: boolean;
  /** By manoeuvre: whether the present value lies within the limits. */
  private readonly ready: Uint8Array;
  private readonly threats = new ThreatList();
  private situation: Situation | undefined;

  constructor({ alerters, lookahead_s }: Configuration, manoeuvres: readonly Manoeuvre[]) {
    this.manoeuvres = manoeuvres;
    this.lookahead_s = lookahead_s;
    this.used = alerters.some(({ levels }) => levels.some(({ spread }) => spread !== undefined));
    this.ready = new Uint8Array(manoeuvres.length);
  }

  /** Takes the situation of an update. */
  begin(situation: Situation): void {
    this.situation = situation;
    if (!this.used) return;
    for (let i = 0; i < this.manoeuvres.length; i++) {
      this.ready[i] = (this.manoeuvres[i] as Manoeuvre).prepare(situation) ? 1 : 0;
    }
  }

  /** Whether an aircraft is met within the limit (s) after a manoeuvre within the level's spread (levels from 0). */
  meets(aircraft: number, index: number, { spread }: AlertLevel, limit: Float64Array): boolean {
    if (spread === undefined) return false;
    const { situation, manoeuvres, ready, threats } = this;
    const volume = situation?.volumeOf(aircraft, index);
    if (volume === undefined || situation === undefined) return false;
    threats.clear();
    const threat = threats.add(aircraft, situation.heightKnown[aircraft] === 1, volume);
    threat.horizon_s = Math.min(limit[0] as number, this.lookahead_s);
    for (let i = 0; i < manoeuvres.length; i++) {
      const manoeuvre = manoeuvres[i] as Manoeuvre;
      const width = spread[WIDTHS[manoeuvre.kind]] ?? 0;
      if (width > 0 && ready[i] === 1 && manoeuvre.meets(threats.items[0] as Threat, width)) return true;
    }
    return false;
  }
}
