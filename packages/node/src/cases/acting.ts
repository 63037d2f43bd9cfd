import { type CaseAct, type CaseStep, MAY_TAKE, type ReportStep } from '@skyaccord/accord';
import { NodeError } from '../errors.ts';
import type { Person } from '../people/person.ts';
import type { Core } from '../run/core.ts';
import { durable } from '../run/durable.ts';
import { asked, refused } from './desk.ts';
import type { CaseRecord } from './record.ts';

/** Journals a record and waits until it is durable and taken. @throws NodeError what refused it then */
async function journalled(core: Core, record: CaseRecord): Promise<void> {
  let no: NodeError | null = null;
  await durable(
    new Promise((resolve) => {
      core.caseRecord(record, (error) => {
        no = error;
        resolve();
      });
    }),
  );
  if (no !== null) throw no;
}

/**
 * Takes an act on a case for a party: numbered, dated, checked, journalled. `person`: null where the node does it by
 * itself.
 *
 * @throws NodeError role_needed, case_not_found, case_step_refused, change_waits
 */
export function takeAct(
  core: Core,
  name: string,
  party: string,
  person: Person | null,
  act: CaseAct,
): Promise<CaseStep> {
  const { cases } = core;
  return cases.inTurn(async () => {
    if (person !== null && !person.roles.some((role) => (MAY_TAKE[act.act] as readonly string[]).includes(role))) {
      throw new NodeError('role_needed', `${act.act}: it is for ${words(MAY_TAKE[act.act])}.`);
    }
    if (act.act !== 'opened') asked(() => cases.book.matter(name));
    const made_ms = Math.max(core.time_ms, cases.book.lastOf(party, name));
    const by = person === null ? null : { id: person.id, name: person.name };
    const step = { case: name, party, n: cases.book.next(party, name), made_ms, by, ...act } as CaseStep;
    const no = cases.book.objection(step);
    if (no !== null) throw refused(no);
    await journalled(core, { of: 'work', step });
    return step;
  });
}

/** Takes a step with a report. @throws NodeError report_not_found, role_needed, case_step_refused, change_waits */
export function takeReportStep(core: Core, step: ReportStep, person: Person): Promise<void> {
  const { cases } = core;
  return cases.inTurn(async () => {
    const no = cases.book.reportObjection(step, step.step === 'report_withdrawn' ? person.id : null);
    if (no !== null) throw refused(no);
    await journalled(core, { of: 'report', step });
  });
}

const words = (roles: readonly string[]): string =>
  roles.length === 0 ? 'no person' : roles.map((role) => role.replaceAll('_', ' ')).join(', ');
