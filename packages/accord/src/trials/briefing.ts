import type { CrewedSetting, Guidance } from './fly.ts';
import type { Decision } from './guide.ts';

/**
 * What a guided aircraft was told, where it changed: time (s), alert, and what was asked along each axis (null: the
 * plan), with the side where the advice names one.
 */
export type Told = readonly [
  t_s: number,
  alert: 0 | 1,
  track_rad: number | null,
  speed_mps: number | null,
  vertical_mps: number | null,
  side?: -1 | 0 | 1,
];

/** One guided aircraft of one encounter: 0 is the ownship, then the traffic in order. */
export interface Briefing {
  readonly aircraft: number;
  readonly told: Told[];
  /** Predicted probability at every whole second that well clear is lost if nobody acts, %; the ownship's alone. */
  readonly probability_pct?: number[];
}

/** A guidance that writes down what it says. Flown again by those words, the encounter comes out the same. */
export function recorded(guidance: Guidance, briefings: Briefing[]): Guidance {
  return (setting: CrewedSetting) => {
    const guide = guidance(setting);
    const briefing: Briefing = {
      aircraft: setting.aircraft,
      told: [],
      ...(setting.aircraft === 0 ? { probability_pct: [] } : {}),
    };
    briefings.push(briefing);
    let last: Decision = { alert: false, probability: 0, command: null };
    return {
      decide(now) {
        const decision = guide.decide(now);
        briefing.probability_pct?.push(Math.round(decision.probability * 100));
        if (!isSame(decision, last)) briefing.told.push(toldOf(now.t_s, decision));
        last = { ...decision, command: decision.command && { ...decision.command } };
        return decision;
      },
    };
  };
}

function isSame(a: Decision, b: Decision): boolean {
  return (
    a.alert === b.alert &&
    a.command?.track_rad === b.command?.track_rad &&
    a.command?.speed_mps === b.command?.speed_mps &&
    a.command?.vertical_mps === b.command?.vertical_mps &&
    a.command?.side === b.command?.side
  );
}

function toldOf(t_s: number, { alert, command }: Decision): Told {
  const { track_rad = null, speed_mps = null, vertical_mps = null, side } = command ?? {};
  const axes = [t_s, alert ? 1 : 0, track_rad, speed_mps, vertical_mps] as const;
  return side === undefined ? axes : [...axes, side];
}
