import { may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { quantity } from '../spec/leaves.ts';
import { clauses, parties, party } from '../spec/references.ts';

/**
 * A party passes clauses on to others that do not sign: `passed_on` are the clauses (null: all), `confirmed_within_s`
 * the time in which it confirms to the other signatories that they have them.
 */
export const FLOW_DOWN = kind(
  'third_party_flow_down',
  { en: 'third-party flow-down', fr: 'transmission aux tiers' },
  'machine',
  {
    from: must({ en: 'from', fr: 'de' }, party),
    to: must({ en: 'to', fr: 'à' }, parties(1)),
    passed_on: may({ en: 'passes on', fr: 'transmet' }, clauses(1)),
    confirmed_within: may(
      { en: 'confirmed within', fr: 'confirmée dans un délai de' },
      quantity('time', { above: 0, max: 366 * 86_400 }),
    ),
  },
  (read, fields) => {
    if (read.from !== '' && read.to.includes(read.from)) {
      fields.to.problem(`${read.from} would pass the clauses on to itself`, 'name other parties', null);
    }
  },
);
export type FlowDownClause = ClauseOf<typeof FLOW_DOWN>;
