import { type LinkedAlert, RUNGS, type View } from '@skyaccord/accord';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { AlertUpdate } from './shown_alerts.ts';

/** Alerts of one party that are remembered at once; of further ones the oldest is forgotten. */
const MOST = 1_000;
/** An alert that was not said again for so long is over, ms. */
const LIVE_MS = 15_000;

const nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const ref = Type.String({ pattern: '^[0-9a-f]{16}$' });
const degrees = (limit: number) => Type.Number({ minimum: -limit, maximum: limit });
const text = Type.String({ maxLength: 400 });
const number = Type.Number();
const closed = { additionalProperties: false };

const VIEW = Type.Object(
  {
    what: Type.Literal('alerts'),
    ref,
    rung: Type.Union(RUNGS.map((rung) => Type.Literal(rung))),
    commitment: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    volume: nullable(
      Type.Object(
        {
          west_deg: degrees(180),
          south_deg: degrees(90),
          east_deg: degrees(180),
          north_deg: degrees(90),
          floor_m: nullable(number),
          ceiling_m: nullable(number),
          from_ms: number,
          until_ms: number,
        },
        closed,
      ),
    ),
    track: Type.Array(
      Type.Object(
        {
          time_ms: number,
          latitude_deg: degrees(90),
          longitude_deg: degrees(180),
          altitude_m: nullable(number),
          h_uncertainty_m: Type.Optional(number),
        },
        closed,
      ),
      { maxItems: 1 },
    ),
    fields: Type.Object(
      {
        level: Type.Optional(Type.Union([Type.Literal('advisory'), Type.Literal('warning'), Type.Literal('breach')])),
        clause: Type.Optional(nullable(Type.String({ maxLength: 64 }))),
        t_cpa_ms: Type.Optional(number),
        h_cpa_m: Type.Optional(number),
        v_cpa_m: Type.Optional(nullable(number)),
        tracks: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 2, maxItems: 2 })),
        callsigns: Type.Optional(Type.Array(Type.String({ maxLength: 16 }), { maxItems: 2 })),
        advice: Type.Optional(Type.Array(text, { maxItems: 2 })),
      },
      closed,
    ),
    withheld: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 }),
  },
  closed,
);
const UPDATE = Compile(
  Type.Union([
    Type.Object({ kind: Type.Literal('alert'), view: VIEW }, closed),
    Type.Object({ kind: Type.Literal('alert_over'), ref }, closed),
  ]),
);

/** Whether what came over a link is of an alert of another node, in every field. */
export const isAlertUpdate = (value: unknown): value is AlertUpdate => UPDATE.Check(value);

/** An alert of another node as it was shown, and when it was last said. */
export type HeardAlert = { readonly from: string; readonly heard_ms: number; readonly view: View };

/** What other nodes alert on, as far as they show it. */
export class HeardAlertList {
  readonly #alerts = new Map<string, Map<string, HeardAlert>>();

  /**
   * Takes an update.
   *
   * @param knows whether this node sees an aircraft: what it does not see itself it cannot confirm
   * @returns what the watch is to hear of it; null: nothing
   */
  take(from: string, update: AlertUpdate, now_ms: number, knows: (track: string) => boolean): LinkedAlert | null {
    const alerts = this.#alerts.get(from) ?? new Map<string, HeardAlert>();
    this.#alerts.set(from, alerts);
    const ref = update.kind === 'alert' ? update.view.ref : update.ref;
    const before = alerts.get(ref);
    alerts.delete(ref);
    const said = pairOf(update.kind === 'alert' ? update.view : before?.view, knows);
    if (update.kind === 'alert_over') return said === null ? null : { ...said, level: null };
    alerts.set(ref, { from, heard_ms: now_ms, view: update.view });
    if (alerts.size > MOST) alerts.delete(alerts.keys().next().value as string);
    return said;
  }

  /** A connection begins anew: what was heard of a party before is void. */
  clear(from: string): void {
    this.#alerts.delete(from);
  }

  /** Those that were said of late, the newest first. */
  list(now_ms: number): HeardAlert[] {
    const all = [...this.#alerts.values()].flatMap((alerts) => [...alerts.values()]);
    return all.filter(({ heard_ms }) => now_ms - heard_ms <= LIVE_MS).sort((x, y) => y.heard_ms - x.heard_ms);
  }
}

function pairOf(view: View | undefined, knows: (track: string) => boolean): LinkedAlert | null {
  const { tracks, level } = view?.fields ?? {};
  if (!Array.isArray(tracks)) return null;
  const [a, b] = tracks as readonly string[];
  if (a === undefined || b === undefined || a === b || !knows(a) || !knows(b)) return null;
  return { pair: [a, b], level: level as LinkedAlert['level'] };
}
