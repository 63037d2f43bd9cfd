import type { JudgedSubject, LogEntry, SharedWhat } from '../judged.ts';
import type { Records } from '../judges/deadline.ts';
import { judgeDisclosure } from '../judges/disclosure.ts';
import type { Verdict } from '../judges/verdict.ts';
import type { DisclosureClause } from '../memorandum/kinds/disclosure_duty.ts';
import type { AircraftCategory } from '../memorandum/terms.ts';
import type { CallLog } from './log.ts';
import { CREWED } from './subject.ts';

/** The longest time that a clause leaves for sharing anything, s. */
export const longestDelay_s = ({ shares }: DisclosureClause): number =>
  shares.reduce((longest, { delay_s }) => Math.max(longest, delay_s ?? 0), 0);

/** What a kind of thing tells of the aircraft that it is about. */
const categoriesOf = (what: SharedWhat): readonly AircraftCategory[] | null =>
  what === 'crewed_flights' ? CREWED : what === 'uncrewed_flights' ? ['uncrewed'] : null;

/**
 * Was what a party had to share, by its name in the log, shared with all others as a clause asks? null: not in the log.
 */
export function judgeShared(
  clause: DisclosureClause,
  { about, subjects }: { readonly about: string | null; readonly subjects: readonly JudgedSubject[] },
  others: readonly string[],
  log: CallLog,
  records: Records,
): Verdict | null {
  const party = subjects[0]?.party ?? null;
  const said = log.of(clause.id, 'to_share', 'shared').filter((one) => one.by === party && one.about === about);
  const there = said.find(({ says }) => says === 'to_share');
  if (there?.what === undefined) return null;
  // Of these a node logs by itself what its links have receipts for.
  const isLogged = there.what === 'plans' || there.what === 'hazards';
  const byNode = isLogged && party !== null && log.keptBy(party, there.at.earliest_ms, records.until_ms, clause.id);
  const sent = said.filter((one) => one.says === 'shared').flatMap((one) => sentTo(one, others));
  return judgeDisclosure(clause, {
    subject: { party, contested: false, categories: categoriesOf(there.what) },
    what: there.what,
    at: there.at,
    others,
    sent,
    records: { ...records, complete: records.complete || byNode },
  });
}

/** What was shared with nobody by name was shared with all. */
function sentTo({ to, at, level, resolution_m }: LogEntry, others: readonly string[]) {
  if (level === undefined) return [];
  return (to === undefined ? others : [to]).map((one) => ({
    to: one,
    at,
    level,
    resolution_m: resolution_m ?? null,
  }));
}
