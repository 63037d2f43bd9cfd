import type { Field } from '@skyaccord/wire';
import { map, may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choice, list, quantity, words } from '../spec/leaves.ts';
import { checkLevels, LEVELS, PERIOD, point } from '../spec/places.ts';
import { BINDS, party } from '../spec/references.ts';
import { frequency } from './frequency_ladder.ts';

/**
 * Entry protocol in rings about a point, from the outermost in: at `radius_m` an inbound aircraft must have called, or
 * holds outside until it is cleared, or reports. `answered_by`: the party that answers and clears.
 */
export const ENTRY_RINGS = kind(
  'entry_protocol_rings',
  { en: 'entry protocol in rings', fr: "protocole d'entrée en anneaux" },
  'machine',
  {
    centre: must({ en: 'centre', fr: 'centre' }, point),
    ...LEVELS,
    ...PERIOD,
    answered_by: must({ en: 'answered by', fr: 'réponse donnée par' }, party),
    rings: must(
      { en: 'rings, outermost first', fr: "anneaux, de l'extérieur vers l'intérieur" },
      list(
        map({
          radius: must({ en: 'radius', fr: 'rayon' }, quantity('length', { above: 0, max: 200 * 1852 })),
          action: must(
            { en: 'action', fr: 'action' },
            choice({
              call: { en: 'call before crossing', fr: 'appeler avant de franchir' },
              hold: { en: 'hold outside until cleared', fr: "attendre à l'extérieur jusqu'à l'autorisation" },
              report: { en: 'report on crossing', fr: 'signaler le franchissement' },
            }),
          ),
          frequency: may({ en: 'frequency', fr: 'fréquence' }, frequency),
          say: may({ en: 'say', fr: 'dire' }, words),
          read_back: may({ en: 'read-back', fr: 'collationnement' }, words),
        }),
        1,
        8,
      ),
    ),
    speed: may(
      { en: 'speed inside at most', fr: "vitesse à l'intérieur au plus" },
      quantity('speed', { above: 0, max: 600 }),
    ),
    ...BINDS,
  },
  (read, fields) => {
    checkLevels(read, fields);
    checkRings(read.rings, fields.rings);
  },
);
export type EntryRingsClause = ClauseOf<typeof ENTRY_RINGS>;

type Ring = EntryRings[number];
type EntryRings = readonly { readonly radius_m: number; readonly action: 'call' | 'hold' | 'report' }[];

function checkRings(rings: EntryRings, field: Field): void {
  const remedy = 'give the rings from the outermost in, each smaller than the one before';
  const km = (ring: Ring): string => `${Number((ring.radius_m / 1852).toPrecision(6))} NM`;
  for (const [index, ring] of rings.entries()) {
    const outer = rings[index - 1];
    if (outer !== undefined && ring.radius_m >= outer.radius_m) {
      field.problem(
        `ring ${index}, ${ring.action} at ${km(ring)}, cannot be reached after ring ${index - 1} at ${km(outer)}`,
        remedy,
        null,
      );
    }
  }
  const call = rings.findIndex(({ action }) => action === 'call');
  const hold = rings.findIndex(({ action }) => action === 'hold');
  if (hold >= 0 && call > hold) {
    const reason = `the hold at ${km(rings[hold]!)} lies outside the call at ${km(rings[call]!)}`;
    field.problem(`${reason}: who holds could never call`, 'put a call outside every hold', null);
  } else if (hold >= 0 && call < 0) {
    field.problem('a hold without a call', 'add a ring with the action call outside it', null);
  }
}
