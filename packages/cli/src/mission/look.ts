import {
  checkMission,
  type Finding,
  type Mission,
  type MissionSky,
  MissionTraffic,
  type Offer,
  Recheck,
  Register,
  waysOut,
} from '@skyaccord/accord';
import { loadMemorandum, OCTOBER_MEMORANDUM } from '../memorandum.ts';
import { readHazards, readMissions, readRegister } from './read.ts';

export type LookOptions = {
  readonly memorandum?: string;
  readonly with?: readonly string[];
  readonly hazards?: readonly string[];
  readonly statements?: string;
  readonly now?: number;
  readonly json: boolean;
};

/** Says what is in the way of each mission of a file; the exit code is 1 when anything refuses one. */
export async function checkMissions(file: string, options: LookOptions): Promise<void> {
  const { missions, sky } = await skyOf(file, options);
  const found = missions.map((mission) => ({ mission: mission.id, findings: checkMission(mission, sky) }));
  if (options.json) print(JSON.stringify({ missions: found }));
  else
    for (const { mission, findings } of found)
      print([`${mission}: ${summary(findings)}`, ...findings.map(line)].join('\n'));
  if (found.some(({ findings }) => findings.some(({ severity }) => severity === 'refused'))) process.exitCode = 1;
}

/** Prints the ways out for each mission of a file, cheapest first. */
export async function missionOptions(file: string, options: LookOptions & { readonly wanted: number }): Promise<void> {
  const { missions, sky } = await skyOf(file, options);
  const recheck = new Recheck(sky.memorandum, sky.traffic.missions);
  const found = missions.map((mission) => ({
    mission: mission.id,
    ...waysOut(mission, sky, recheck, { wanted: options.wanted }),
  }));
  if (options.json) {
    print(JSON.stringify({ missions: found }));
    return;
  }
  for (const { mission, findings, offers, none } of found) {
    const lines = [`${mission}: ${summary(findings)}`, ...findings.map(line), ...offers.map(offerLine)];
    print([...lines, ...(none === null ? [] : [`  ${none}`])].join('\n'));
  }
}

async function skyOf(file: string, options: LookOptions): Promise<{ missions: readonly Mission[]; sky: MissionSky }> {
  const now_ms = options.now ?? Date.now();
  const memorandum = await loadMemorandum(options.memorandum ?? OCTOBER_MEMORANDUM);
  const missions = await readMissions(file, memorandum, now_ms);
  const others: Mission[] = [];
  for (const one of options.with ?? []) others.push(...(await readMissions(one, memorandum, now_ms)));
  const hazards = [];
  for (const one of options.hazards ?? []) hazards.push(...(await readHazards(one)));
  const register = options.statements === undefined ? new Register() : await readRegister(options.statements, now_ms);
  const traffic = new MissionTraffic(memorandum, others);
  return { missions, sky: { memorandum, traffic, hazards, register, now_ms, revision: 'files' } };
}

function summary(findings: readonly Finding[]): string {
  const refused = findings.filter(({ severity }) => severity === 'refused').length;
  if (findings.length === 0) return 'nothing is in its way';
  const flagged = findings.length - refused;
  return `${refused} in its way, ${flagged} to know of`;
}

const line = ({ severity, says }: Finding): string => `  ${severity === 'refused' ? 'refused' : 'know   '}  ${says}`;
const offerLine = ({ cost, says }: Offer): string => `  cost ${cost.toFixed(1).padStart(6)}  ${says}`;
const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
