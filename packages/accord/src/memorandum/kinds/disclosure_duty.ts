import { map, may, must } from '../spec/fields.ts';
import { type ClauseOf, kind } from '../spec/kind.ts';
import { choice, list, quantity } from '../spec/leaves.ts';
import { BINDS, parties } from '../spec/references.ts';

/**
 * What must be shared with the other parties, how far up the ladder from nothing to identity, how late at most and how
 * fine at least: `delay_s` is the latest, `resolution_m` the coarsest. `to` null: all other parties.
 */
export const DISCLOSURE_DUTY = kind(
  'disclosure_duty',
  { en: 'disclosure duty', fr: "devoir d'information" },
  'machine',
  {
    shares: must(
      { en: 'shares', fr: 'communique' },
      list(
        map({
          what: must(
            { en: 'what', fr: 'quoi' },
            choice({
              crewed_flights: { en: 'flights of crewed aircraft', fr: "vols d'aéronefs avec équipage" },
              uncrewed_flights: { en: 'flights of uncrewed aircraft', fr: "vols d'aéronefs sans équipage" },
              plans: { en: 'plans of missions', fr: 'plans de missions' },
              hazards: { en: 'hazards', fr: 'dangers' },
              alerts: { en: 'alerts', fr: 'alertes' },
            }),
          ),
          level: must(
            { en: 'at least', fr: 'au moins' },
            choice({
              existence: { en: 'that it exists', fr: 'son existence' },
              volume_and_time: { en: 'volume and time', fr: 'volume et horaire' },
              delayed_track: { en: 'delayed or coarsened track', fr: 'trajectoire différée ou dégradée' },
              live_track: { en: 'live track', fr: 'trajectoire en direct' },
              identity: { en: 'live track and identity', fr: 'trajectoire en direct et identité' },
            }),
          ),
          delay: may({ en: 'no later than', fr: 'au plus tard après' }, quantity('time', { min: 0, max: 31 * 86_400 })),
          resolution: may(
            { en: 'no coarser than', fr: 'résolution au moins de' },
            quantity('length', { above: 0, max: 200 * 1852 }),
          ),
          to: may({ en: 'to', fr: 'à' }, parties(1)),
        }),
        1,
        64,
      ),
    ),
    ...BINDS,
  },
);
export type DisclosureClause = ClauseOf<typeof DISCLOSURE_DUTY>;
