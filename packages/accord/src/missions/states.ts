import type { Mission } from './mission.ts';

/** As ASTM F3548-21 names the states of an operational intent; `ended` stands for its removal there. */
export const MISSION_STATES = ['accepted', 'activated', 'nonconforming', 'contingent', 'ended'] as const;
export type MissionState = (typeof MISSION_STATES)[number];

/** What may follow what (ASTM F3548-21; there an intent is created accepted and nothing else). */
const NEXT: Readonly<Record<MissionState, readonly MissionState[]>> = {
  accepted: ['activated', 'ended'],
  activated: ['nonconforming', 'contingent', 'ended'],
  nonconforming: ['activated', 'contingent', 'ended'],
  contingent: ['ended'],
  ended: [],
};

/** A mission with its state. `version` rises with every change of it (as in ASTM F3548-21). */
export type StandingMission = {
  readonly mission: Mission;
  readonly state: MissionState;
  readonly version: number;
  readonly since_ms: number;
};

/** Why a state may not follow another; null where it may. */
export function transitionObjection(from: MissionState, to: MissionState): string | null {
  if (NEXT[from].includes(to)) return null;
  const may = NEXT[from].length === 0 ? 'nothing follows it' : `${NEXT[from].join(', ')} may follow it`;
  return `the mission is ${from}, and cannot become ${to}: ${may}`;
}
