import type { Field } from '../document/field.ts';
import { openDocument } from '../document/open.ts';
import { describeProblem, inDocumentOrder, type Problem } from '../document/problem.ts';
import { parseAircraft } from './aircraft.ts';
import { parseCall } from './call.ts';
import type { Scenario } from './scenario.ts';
import { parseSource } from './source.ts';
import { milliseconds } from './time.ts';

const FORM = 'scenario/1';
/** Reports are made all at once; a day of 20 aircraft heard every second is 1.7 million. */
const MOST_REPORTS = 2_000_000;

/** A scenario was refused. `problems` holds everything found wrong at once, in the order of the document. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const ordered = inDocumentOrder(problems);
    const count = ordered.length === 1 ? 'one problem' : `${ordered.length} problems`;
    super(`the scenario is refused for ${count}:\n${ordered.map((one) => `  ${describeProblem(one)}`).join('\n')}`);
    this.problems = ordered;
  }
}

/** Whether a text begins like a scenario: its first lines are enough. */
export function isScenario(head: string): boolean {
  return /(?:^|[\n{,])[ \t\r]*["']?skyaccord["']?[ \t]*:[ \t]*["']?scenario\/\d/.test(head.replace(/^\uFEFF/, ''));
}

/**
 * Reads a scenario from YAML 1.2 or JSON (`scenarios/README.md` describes the form). Throws `ScenarioError` with every
 * problem, its place and remedy.
 */
export function readScenario(text: string): Scenario {
  const { root, problems } = openDocument(text, FORM);
  if (root === null) throw new ScenarioError(problems);

  const names = ['skyaccord', 'id', 'title', 'origin', 'seed', 'duration', 'sources', 'aircraft', 'calls'] as const;
  const fields = root.map(names, ['calls']);
  const remedy = 'use up to 64 lower-case letters, digits and hyphens, a letter first';
  const id = fields.id.token(/^[a-z][a-z0-9-]{0,63}$/, 'not a scenario id', remedy);
  const title = fields.title.text(200);
  const origin = fields.origin.map(['latitude', 'longitude']);
  const origin_latitude_deg = origin.latitude.quantity('angle', { min: -89, max: 89 });
  const origin_longitude_deg = origin.longitude.quantity('angle', { min: -180, max: 180 });
  const seed = fields.seed.integer(0, 4_294_967_295);
  const duration_ms = milliseconds(fields.duration, { min: 1, max: 86_400 });

  const sourceFields = fields.sources.list(1, 256);
  const sources = sourceFields.map(parseSource);
  refuseTwice(
    sources.map((source) => source.id),
    sourceFields,
  );

  const aircraftFields = fields.aircraft.list(1, 2000);
  const aircraft = aircraftFields.map((field) => parseAircraft(field, sources, duration_ms));
  refuseTwice(
    aircraft.map((one) => one.id),
    aircraftFields,
  );

  const calls = fields.calls.list(0, 10_000).map((field) => parseCall(field, duration_ms));

  const reports = aircraft
    .flatMap((one) => one.heard_by)
    .reduce((sum, hearing) => {
      return sum + Math.max(0, (hearing.to_ms - hearing.from_ms) / hearing.interval_ms);
    }, 0);
  if (reports > MOST_REPORTS) {
    const advice = `stay below ${MOST_REPORTS}: fewer aircraft, a shorter duration or longer intervals`;
    fields.aircraft.problem(`about ${Math.round(reports)} reports`, advice, null);
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return { id, title, origin_latitude_deg, origin_longitude_deg, seed, duration_ms, aircraft, calls };
}

function refuseTwice(ids: readonly string[], fields: readonly Field[]): void {
  ids.forEach((id, index) => {
    const first = ids.indexOf(id);
    if (id === '' || first === index) return;
    fields[index]?.problem(`id ${id} is already used by ${fields[first]?.path}`, 'give each its own id', id);
  });
}
