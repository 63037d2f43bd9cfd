import { readFile } from 'node:fs/promises';
import {
  describeWrong,
  type HazardArea,
  type Memorandum,
  type Mission,
  Register,
  readHazardArea,
  readMission,
  readStatement,
} from '@skyaccord/accord';
import {
  hazardAreasFromGeoJson,
  hazardAreasFromKml,
  missionsFromCsv,
  missionsFromGeoJson,
  type PlainRecords,
} from '@skyaccord/wire';

/** What was wrong in a file, all of it, a line each. */
export class FileProblems extends Error {
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    super(problems.map((one) => `${file}: ${one}`).join('\n'));
    this.problems = problems;
  }
}

/** Plain data of the missions in a file: JSON (one, a list, or `{missions}`), GeoJSON or CSV, told by its content. */
export async function missionsIn(file: string): Promise<PlainRecords['records']> {
  const text = await readFile(file, 'utf8');
  const trimmed = text.trimStart();
  const geo = /"type"\s*:\s*"Feature(Collection)?"/.test(trimmed.slice(0, 4096));
  if (!/^[[{\uFEFF]/.test(trimmed)) return whole(file, missionsFromCsv(text));
  if (geo) return whole(file, missionsFromGeoJson(text));
  const found = parsed(file, text) as { missions?: unknown } | readonly unknown[];
  const list = Array.isArray(found) ? found : ((found as { missions?: unknown }).missions ?? [found]);
  if (!Array.isArray(list)) throw new FileProblems(file, ['missions: not a list; write a list']);
  return list.map((data, k) => ({ place: `[${k}]`, data: data as Record<string, unknown> }));
}

/** Missions that can be flown, or everything that is wrong with them. */
export async function readMissions(file: string, memorandum: Memorandum, now_ms: number): Promise<readonly Mission[]> {
  const problems: string[] = [];
  const missions = (await missionsIn(file)).flatMap(({ place, data }) => {
    const found = readMission(data, { now_ms, area: memorandum.area });
    if ('mission' in found) return [found.mission];
    problems.push(...found.wrongs.map((wrong) => `${place} ${describeWrong(wrong)}`));
    return [];
  });
  if (problems.length > 0) throw new FileProblems(file, problems);
  return missions;
}

/** Hazard areas of GeoJSON, ED-318 or KML, told by its content. */
export async function readHazards(file: string): Promise<readonly HazardArea[]> {
  const text = await readFile(file, 'utf8');
  const read = /^\s*\uFEFF?</.test(text) ? hazardAreasFromKml : hazardAreasFromGeoJson;
  const problems: string[] = [];
  const areas = whole(file, read(text, file.slice(-300))).flatMap(({ place, data }) => {
    const found = readHazardArea(data);
    if ('area' in found) return [found.area];
    problems.push(...found.wrongs.map((wrong) => `${place} ${describeWrong(wrong)}`));
    return [];
  });
  if (problems.length > 0) throw new FileProblems(file, problems);
  return areas;
}

/** A register with the statements of a file, taken in when they were said. */
export async function readRegister(file: string, now_ms: number): Promise<Register> {
  const register = new Register();
  const list = parsed(file, await readFile(file, 'utf8'));
  if (!Array.isArray(list)) throw new FileProblems(file, ['not a list; write a list of statements']);
  const problems: string[] = [];
  for (const [k, value] of list.entries()) {
    const found = readStatement(value, now_ms);
    if ('wrongs' in found) problems.push(...found.wrongs.map((wrong) => `[${k}] ${describeWrong(wrong)}`));
    else {
      const { statement } = found;
      const no = register.objection(statement);
      if (no !== null) problems.push(`[${k}] id = ${statement.id}: ${no}; give it an id of its own`);
      else register.add({ ...statement, recorded_ms: statement.as_of_ms });
    }
  }
  if (problems.length > 0) throw new FileProblems(file, problems);
  return register;
}

function whole(file: string, { records, problems }: PlainRecords): PlainRecords['records'] {
  if (problems.length === 0) return records;
  throw new FileProblems(
    file,
    problems.map(({ place, reason, remedy }) => `${place}: ${reason}; ${remedy}`),
  );
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new FileProblems(file, ['it is not JSON; give JSON, GeoJSON or CSV']);
  }
}
