import type { Bands } from '@skyaccord/sky';
import type { Delay } from './encounter.ts';
import type { CrewedSetting } from './fly.ts';
import type { Command, Decision, Guide, Moment } from './guide.ts';
import { ReferenceAlerting } from './reference_alerting.ts';

// Guidance straight from bands, as a pilot follows them who takes the preferred resolution and keeps to it: the peers
// `daidalus_heading` and `daidalus_vertical`, flown on our engine.

const RAD_PER_DEG = Math.PI / 180;
/** Beyond the resolution, so that rounding and small changes do not bring the band back. */
const TRACK_MARGIN_RAD = 5 * RAD_PER_DEG;
const VERTICAL_MARGIN_MPS = 0.508;
/** Seconds without an alert before going back to the plan. */
const QUIET_S = 3;
/** rad, m/s */
const ROUNDING = 1e-9;

class BandsGuide implements Guide {
  private readonly axis: 'direction' | 'vertical_speed';
  private readonly alerting: ReferenceAlerting;
  private readonly delay_s: Delay;
  private readonly rate_mps: number;
  private firstAlert_s: number | null = null;
  private quiet_s = 0;
  /** Track or vertical speed that stands; null: the plan. */
  private standing: number | null = null;
  private side: -1 | 1 = 1;

  constructor(axis: 'direction' | 'vertical_speed', setting: CrewedSetting) {
    this.axis = axis;
    this.alerting = new ReferenceAlerting(setting);
    this.delay_s = setting.delay_s;
    this.rate_mps = setting.limits.vertical_rate_mps;
  }

  decide(now: Moment): Decision {
    const alert = this.alerting.update(now);
    if (alert) this.firstAlert_s ??= now.t_s;
    this.quiet_s = alert ? 0 : this.quiet_s + 1;
    // Bands remember from one reading to the next, so they are read whether or not the crew answers yet.
    const bands = alert ? this.alerting.engine.bands(this.axis) : null;
    if (this.answers(now.t_s)) this.steer(bands, now);
    return { alert, probability: alert ? 1 : 0, command: this.command() };
  }

  private answers(t_s: number): boolean {
    return this.delay_s !== 'never' && this.firstAlert_s !== null && t_s >= this.firstAlert_s + this.delay_s;
  }

  private steer(bands: Bands | null, { plan }: Moment): void {
    if (bands !== null) {
      if (this.standing === null || this.blocked(bands, this.standing)) this.resolve(bands);
    } else if (this.standing !== null && this.quiet_s >= QUIET_S) {
      const planned = this.axis === 'direction' ? plan.track_rad : plan.vertical_mps;
      if (!this.blocked(this.alerting.engine.bands(this.axis), planned)) this.standing = null;
    }
  }

  private resolve({ low, up, preferUp }: Bands): void {
    const margin = this.axis === 'direction' ? TRACK_MARGIN_RAD : VERTICAL_MARGIN_MPS;
    const below = low !== null && Number.isFinite(low) ? low - margin : null;
    const above = up !== null && Number.isFinite(up) ? up + margin : null;
    const wanted = preferUp ? (above ?? below) : (below ?? above);
    if (wanted === null) return;
    this.side = wanted === above ? 1 : -1;
    this.standing = this.axis === 'direction' ? wanted : Math.min(Math.max(wanted, -this.rate_mps), this.rate_mps);
  }

  private blocked({ bands }: Bands, value: number): boolean {
    const turn = 2 * Math.PI;
    const at = this.axis === 'direction' ? value - turn * Math.floor(value / turn) : value;
    const around = bands.filter(({ low, high }) => at >= low - ROUNDING && at <= high + ROUNDING);
    // An end that two bands share belongs to the one without conflict, whatever rounding makes of it; the end of the
    // whole range, reached by the aircraft's limit, belongs to none.
    const only = around.length === 1 ? (around[0] as Bands['bands'][number]) : null;
    const atEnd = only !== null && (at < only.low + ROUNDING || at > only.high - ROUNDING);
    return !atEnd && around.length > 0 && around.every(({ region }) => region === 'MID' || region === 'NEAR');
  }

  private command(): Command | null {
    if (this.standing === null) return null;
    const direction = this.axis === 'direction';
    return {
      track_rad: direction ? this.standing : null,
      speed_mps: null,
      vertical_mps: direction ? null : this.standing,
      side: this.side,
    };
  }
}

/** Direction bands. */
export const headingGuide = (setting: CrewedSetting): Guide => new BandsGuide('direction', setting);

/** Vertical speed bands. */
export const verticalGuide = (setting: CrewedSetting): Guide => new BandsGuide('vertical_speed', setting);
