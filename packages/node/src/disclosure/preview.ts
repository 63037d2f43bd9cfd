import {
  type Alert,
  type Choice,
  type Rung,
  type Setting,
  type Thing,
  type View,
  viewOf,
  type What,
} from '@skyaccord/accord';
import type { ShownAlerts } from '../link/shown_alerts.ts';
import type { ShownFlights } from '../link/shown_flights.ts';
import type { Core } from '../run/core.ts';
import type { DisclosureDesk } from './desk.ts';
import { alertThing, hazardThing, planAs, statementThing } from './things.ts';

/** So many things of a kind are previewed. */
const MOST = 200;
/** What stands for the name that a thing has on a link, and for its commitment: a preview makes neither. */
const UNNAMED = '';

/** One thing of this party: what it calls it, and what the other party sees of it; null: nothing. */
export type Previewed = { readonly name: string; readonly view: View | null };

/** What a preview is made from. */
export type PreviewFrom = {
  readonly core: Pick<Core, 'options' | 'missions'>;
  readonly desk: DisclosureDesk;
  readonly flights: Pick<ShownFlights, 'things'>;
  readonly alerts: Pick<ShownAlerts, 'mostOf'>;
};

/**
 * What another party sees, or would see under another choice, of everything of a kind that this party has now: by the
 * view that is built for the link.
 *
 * @param choice undefined: as it stands
 */
export function previewOf(from: PreviewFrom, to: string, what: What, choice?: Choice | null): Previewed[] {
  const now_ms = Date.now();
  const { desk } = from;
  const settingFor = (most?: Rung): Setting =>
    choice === undefined ? desk.setting(to, what, now_ms, most) : desk.would(to, what, choice, most);
  return thingsOf(from, to, what, settingFor())
    .slice(0, MOST)
    .map(({ name, thing, most }) => ({
      name,
      view: viewOf(thing, settingFor(most), { now_ms, since_ms: 0 }, UNNAMED),
    }));
}

type Named = { readonly name: string; readonly thing: Thing; readonly most?: Rung };

function thingsOf({ core, desk, flights, alerts }: PreviewFrom, to: string, what: What, setting: Setting): Named[] {
  const { book } = core.missions;
  switch (what) {
    case 'crewed_flights':
    case 'uncrewed_flights':
      return flights.things(UNNAMED).filter(({ thing }) => thing.what === what);
    case 'plans':
      return book
        .all()
        .filter(({ mission, state }) => mission.party === desk.own && state !== 'ended')
        .map((one) => ({ name: one.mission.callsign ?? one.mission.id, thing: planAs(setting, one) }));
    case 'hazards':
      return [...book.hazards()]
        .filter(({ owner }) => owner === desk.own)
        .map((area) => ({ name: area.name, thing: hazardThing(UNNAMED, area, to) }));
    case 'statements':
      return [...book.register.ask({})]
        .filter(({ statement }) => statement.speaks_for === desk.own)
        .map(({ statement }) => ({ name: statement.id, thing: statementThing(UNNAMED, statement) }));
    default:
      return core.options.picture.alerts().flatMap((alert) => {
        const most = alerts.mostOf(to, alert);
        return most === null ? [] : [{ name: pairName(alert), thing: alertThing(UNNAMED, alert), most }];
      });
  }
}

const pairName = ({ a, b }: Alert): string => `${a.callsign ?? a.track} and ${b.callsign ?? b.track}`;
