import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { RUNGS, WHATS } from '@skyaccord/accord';
import Type from 'typebox';
import { fingerprintOf } from '../../link/identity.ts';
import { literals } from '../schemas/aircraft.ts';
import { failures, nullable, signedIn, time_ms } from '../schemas/common.ts';
import { rung, what } from '../schemas/disclosure.ts';
import type { Services } from '../services.ts';

const Member = Type.Object({
  party: Type.String(),
  fingerprint: Type.Union([Type.String(), Type.Null()], {
    description: 'Of the card of its node, as it was pinned; null: no link',
  }),
  phase: nullable(literals('down', 'greeting', 'up', 'halted')),
  since_ms: nullable(time_ms),
  /** Of what it shows at which rung there is how much now. */
  shows: Type.Array(Type.Object({ what, rung, count: Type.Integer({ minimum: 0 }), last_ms: time_ms })),
  /** What it is shown. */
  shown: Type.Array(Type.Object({ what, rung })),
});

/** Who is in the cell: the parties of the memorandum, their nodes, and how much each shows the other. */
export const memberRoutes: FastifyPluginAsyncTypebox<Services> = async (app, { core, cell, things, demo }) => {
  app.get(
    '/api/v1/members',
    {
      ...signedIn,
      schema: {
        summary: 'The parties of the cell: the card of their node, the link, what they show and are shown',
        response: {
          200: Type.Object({
            party: Type.String(),
            fingerprint: Type.Union([Type.String(), Type.Null()], { description: 'null: this node has no links' }),
            members: Type.Array(Member),
          }),
          ...failures,
        },
      },
    },
    async () => {
      const own = cell?.own ?? demo.party;
      const cards = cell?.cards ?? [];
      const printOf = (party: string): string | null => {
        const card = cards.find((one) => one.party === party);
        return card === undefined ? null : fingerprintOf(card);
      };
      const links = cell?.status() ?? [];
      const now_ms = Date.now();
      const heard = [...(cell?.flights ?? []), ...(cell?.alerts ?? []), ...(things?.views ?? [])];
      const others = core.memorandum.parties.filter(({ id }) => id !== own);
      const members = others.map(({ id }) => {
        const link = links.find(({ party }) => party === id);
        return {
          party: id,
          fingerprint: printOf(id),
          phase: link?.phase ?? null,
          since_ms: link?.since_ms ?? null,
          shows: showsOf(heard.filter(({ from }) => from === id)),
          shown: (cell?.disclosure.row(id, now_ms) ?? []).map((one) => ({ what: one.what, rung: one.shown.rung })),
        };
      });
      return { party: own, fingerprint: printOf(own), members };
    },
  );
};

type Heard = { readonly heard_ms: number; readonly view: { readonly what: string; readonly rung: string } };

/** How much is shown of each kind at each rung, and when something of it was last said. */
function showsOf(heard: readonly Heard[]) {
  return WHATS.flatMap((kind) =>
    RUNGS.flatMap((at) => {
      const some = heard.filter(({ view }) => view.what === kind && view.rung === at);
      if (some.length === 0) return [];
      return [{ what: kind, rung: at, count: some.length, last_ms: Math.max(...some.map(({ heard_ms }) => heard_ms)) }];
    }),
  );
}
