import type { Memorandum } from '../memorandum/memorandum.ts';
import type { Finding } from '../missions/check.ts';
import { viewOf } from '../missions/disclosed.ts';
import type { Mission } from '../missions/mission.ts';
import type { StandingMission } from '../missions/states.ts';
import { MissionTraffic } from '../missions/traffic.ts';
import type { Needed } from './entry.ts';

/** A mission that changed: as it was before, and what was in its way then. */
export type MissionChange = { readonly before: Mission; readonly findings: readonly Finding[] };

/** What came of the sky that a change rested on. */
export type Hindsight = {
  readonly memorandum: Memorandum;
  get(mission: string): StandingMission | null;
  /** Missions that were activated. */
  readonly flown: ReadonlySet<string>;
  /** When hazard areas were called off, by id. */
  readonly called_off: ReadonlyMap<string, number>;
};

/**
 * Was a change needed, as far as later data tells? For each thing that stood in its way:
 * another mission that flew, by whether what it flew in the end would have been too near; one that was given up, no;
 * one that is yet to fly, or an aircraft without a plan: not known. An area unless it was called off before the mission
 * would have been in it; a permission or a notice, yes: the memorandum asks for those whatever comes. One yes is
 * enough.
 */
export function changeNeeded({ before, findings }: MissionChange, then: Hindsight): Needed {
  const answers = findings
    .filter(({ severity }) => severity === 'refused')
    .map((finding) => neededFor(finding, before, then));
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function neededFor({ kind, mission, hazard, from_ms }: Finding, before: Mission, then: Hindsight): Needed {
  if (kind === 'area' && hazard !== null) return (then.called_off.get(hazard) ?? Infinity) < from_ms ? 'no' : 'yes';
  if (kind !== 'mission') return 'yes';
  const other = mission === null ? null : then.get(mission);
  if (other === null) return 'unknown';
  if (!then.flown.has(other.mission.id)) return other.state === 'ended' ? 'no' : 'unknown';
  const seen = viewOf(before.party, [other.mission]);
  return new MissionTraffic(then.memorandum, seen).conflicts(before).length > 0 ? 'yes' : 'no';
}
