import { TICK_MS } from '@skyaccord/accord';
import { NodeError } from '../errors.ts';
import type { JournalOpened } from '../journal/protocol.ts';
import type { Cell } from '../link/cell.ts';
import type { QueryClient } from '../query/client.ts';
import type { Core } from '../run/core.ts';
import { LineDesk, type LineLinks } from './desk.ts';
import { lineSummary } from './view.ts';

/** Entries of the log of calls that are looked at after a restart. */
const MOST_CALLS = 1_000;

/**
 * The line of a node, as the journal has it, joined to its links and to the log of calls. To be called before the links
 * start, so that what they tell again finds what was taken.
 */
export async function openDesk(
  core: Core,
  cell: Cell | null,
  party: string,
  opened: JournalOpened,
  queries: QueryClient,
): Promise<LineDesk> {
  const isLive = core.options.mode === 'live';
  const isLinked = (feed: string): boolean => cell?.feeds.some(({ name }) => name === feed) === true;
  const desk = new LineDesk({
    party,
    memorandum: () => core.memorandum,
    links: cell === null ? null : linksOf(cell),
    write: (record, done) => core.lineRecord(record, done),
    log: (entry) => {
      try {
        core.logCall(entry, () => {});
      } catch (error) {
        if (!(error instanceof NodeError)) throw error;
        core.options.log.warn({ part: 'line', err: error }, 'a call of the line is not in the log of calls');
      }
    },
    // What another node shows is no feed of this party.
    live_feeds: () => core.feeds.filter(({ name, state }) => state === 'live' && !isLinked(name)).length,
    now_ms: () => (isLive ? Date.now() : core.time_ms),
    changed: () => core.changed(),
  });
  const last_tick = opened.lastTick ?? opened.lastRun?.from_tick ?? 0;
  desk.restore(opened.lines, last_tick * TICK_MS);
  if (isLive) {
    const said = await queries.ask('calls', MOST_CALLS);
    desk.takeLogged(said.map(({ entry }) => entry).reverse());
  }
  cell?.on('line', desk.kind);
  core.linedBy(() => lineSummary(desk));
  core.listen({
    tick: (_result, outcomes) => {
      const entries = outcomes.flatMap((outcome) => (outcome.kind === 'call_logged' ? [outcome.entry] : []));
      if (entries.length > 0) desk.takeLogged(entries);
    },
    reset: () => {
      if (!isLive) desk.forgetLogged();
    },
    status: () => {},
  });
  return desk;
}

const linksOf = (cell: Cell): LineLinks => ({
  get parties() {
    return cell.peers;
  },
  isUp: (party) => cell.isUp(party),
  ahead_ms: (party) => cell.status().find((one) => one.party === party)?.clock?.offset_ms ?? null,
  hasRoom: (party) => cell.hasRoom(party),
  submit: (party, body) => cell.submit(party, body),
});
