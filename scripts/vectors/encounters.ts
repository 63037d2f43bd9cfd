import { DetectAndAvoid, standardConfiguration } from '@skyaccord/sky';
import { Comparison, compareBands, compareDetection, type Encounter, KINDS, SECTIONS, skyOf } from './daa_case.ts';
import { lines } from './read.ts';
import { count, emptyResult, type Result } from './result.ts';

/**
 * Single encounters, each on an engine without memory: detection, alerts, bands, last time to manoeuvre. A case is an
 * encounter; one whose only differences lie in sections that the reference calls fragile is skipped, and noted.
 */
export function runEncounters(path: string): Result {
  const result = emptyResult();
  const engines = new Map<string, DetectAndAvoid>();
  for (const line of lines(path)) {
    const encounter = JSON.parse(line) as Encounter;
    let engine = engines.get(encounter.cfg);
    if (engine === undefined) {
      engine = new DetectAndAvoid(standardConfiguration(encounter.cfg));
      engines.set(encounter.cfg, engine);
    }
    const compared = compareEncounter(engine, encounter);
    result.worst = Math.max(result.worst, compared.worst);
    const { fragile } = encounter;
    const problems = [...compared.problems];
    const solid = problems.filter(
      ([section]) => !fragile.includes(section) && !fragile.includes(section.split('.')[0] ?? ''),
    );
    const name = `${encounter.id} ${encounter.cfg} ${encounter.coord}`;
    const told = problems.map(([section, text]) => `${section} ${text}`).join('; ');
    if (solid.length > 0 || problems.length === 0) count(result, name, problems.length === 0 ? null : told);
    else {
      result.cases += 1;
      result.skipped += 1;
      result.notes.push(`${name}: fragile: ${told}`);
    }
  }
  return result;
}

function compareEncounter(engine: DetectAndAvoid, encounter: Encounter): Comparison {
  const { coord, wind_to, own, traffic, exp } = encounter;
  const compared = new Comparison(coord === 'latlon');
  engine.forget();
  engine.update(skyOf(coord, 0, wind_to, own, traffic));
  compareDetection(compared, engine, encounter);
  const ids = traffic.map(({ id }) => id);
  for (const section of SECTIONS) {
    const told = exp[section];
    compareBands(compared, section, engine.bands(KINDS[section]), told, ids);
    for (let i = 0; i < traffic.length; i++) {
      const ours = engine.lastTimeToManoeuvre_s(KINDS[section], i);
      compared.number(`${section}.ltm`, `ltm[${i}]`, ours, told.ltm?.[i] ?? null, 's');
    }
  }
  return compared;
}
