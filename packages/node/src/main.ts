import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MemorandumError, parseMemorandum } from '@skyaccord/accord';
import { Attachments } from './cases/attachments.ts';
import { CaseExchange } from './cases/exchange.ts';
import { FileExchange } from './cases/file_exchange.ts';
import { ReleaseOutbox } from './cases/outbox.ts';
import { restoreCases } from './cases/restore.ts';
import { errorData, NodeError } from './errors.ts';
import { openHeads } from './heads/open.ts';
import { fingerprint256 } from './http/certificate.ts';
import { openEntrance } from './http/entrance.ts';
import { listen, listeningOf } from './http/listening.ts';
import { DiskSpace } from './journal/disk_space.ts';
import { type Lock, lockDataDirectory } from './journal/lock.ts';
import { openDesk } from './line/open.ts';
import { Cell } from './link/cell.ts';
import { checkLinks, type LinkConfig, readLinks } from './link/config.ts';
import { FilingLink } from './link/filings.ts';
import { fingerprintOf, type LinkCard, openIdentity } from './link/identity.ts';
import { LinksFile } from './link/links_file.ts';
import { PairingDesk } from './link/pairing_desk.ts';
import { feedOf } from './link/peer_feed.ts';
import { ShareLog } from './link/share_log.ts';
import { ThingLink } from './link/things.ts';
import { createLog, type Logger } from './log.ts';
import type { MemorandumSource } from './memorandum/life.ts';
import { stepsBeside } from './memorandum/steps_file.ts';
import { refillLedger } from './missions/refill.ts';
import { checkOptions, type NodeOptions, partyOf, signsIn } from './options.ts';
import { type PairOptions, pairOf, type RunningPair } from './pair.ts';
import { PersonalKeeper } from './personal/keeper.ts';
import { Picture } from './picture/picture.ts';
import { QueryClient } from './query/client.ts';
import { Core } from './run/core.ts';
import { durable } from './run/durable.ts';
import { LiveConductor } from './run/live.ts';
import { LiveFeeds } from './run/live_feeds.ts';
import { PlaybackConductor } from './run/playback.ts';
import { DEFAULT_DATA, entriesOf, loadSource, readText, type Source, unreadable } from './run/source.ts';
import { StreamHub } from './stream/hub.ts';

/** The node: one party's running instance. This file alone chooses what it is made of. */
export { NodeError } from './errors.ts';
export { type CaseArchive, packArchive, unpackArchive } from './evidence/archive.ts';
export { closedCases, exportCase } from './evidence/export_case.ts';
export { verifyCase } from './evidence/verify_case.ts';
export type { Chunk, FeedSink, LiveFeed } from './feeds/feed.ts';
export { compareJournals, type GrowthProof, JournalTree, type RecordProof } from './journal/tree.ts';
export { verifyJournal } from './journal/verify.ts';
export { pairNodes } from './link/pair_nodes.ts';
export type { NodeOptions } from './options.ts';
export { inviteAt, peopleOf, resetAt } from './people/at_machine.ts';
export {
  eraseStopped,
  listPersonal,
  retentionOf,
  STORE_NAMES,
  type StoreName,
  setRetention,
} from './personal/values.ts';
export { printSheet } from './print/print.ts';
export { readRecording } from './recording/open.ts';
export { type Rerun, rerunJournal } from './watch/rerun.ts';

/** A node that runs. `close` journals what is under way and ends within a few seconds; it may be called twice. */
export type RunningNode = {
  readonly url: string;
  readonly data: string;
  /** Where it listens for other nodes; null: nowhere. */
  readonly link_port: number | null;
  /** Where the first administrator sets up their account, once and within the hour; null: there is one. */
  readonly first_link: string | null;
  /** SHA-256 of the certificate; null: without TLS. */
  readonly tls_fingerprint: string | null;
  close(): Promise<void>;
};

/** Two nodes of two parties that play October, linked; see `pair.ts`. */
export const startPair = (options: PairOptions = {}): Promise<RunningPair> => pairOf(startNode, options);

/** What a node shows others to be linked with, and the fingerprint that people compare. */
export function linkCard(data: string, party: string): { readonly card: LinkCard; readonly fingerprint: string } {
  const { card } = openIdentity(path.resolve(data), party);
  return { card, fingerprint: fingerprintOf(card) };
}

const DEFAULT_PORT = 8080;
/** Entries of the log of calls that are looked at after a start. */
const MOST_CALLS = 1_000;
/** For what a conductor, and then the pipeline, has under way; a stop takes at most twice this. */
const STOP_MS = 1_200;
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const OCTOBER_MEMORANDUM = path.join(ROOT, 'scenarios', 'october.memorandum.yaml');

/**
 * Starts a node: takes the data directory, verifies its journal, takes up or begins a run, and listens on loopback.
 *
 * @throws NodeError with what to do about it: options, memorandum, recording, data directory, journal, port
 */
export async function startNode(options: NodeOptions = {}): Promise<RunningNode> {
  checkOptions(options);
  const log = createLog(options.logLevel ?? 'info');
  const source = await loadSource(options, log);
  const memorandum = source.memorandum ?? loadMemorandum(options.memorandum ?? OCTOBER_MEMORANDUM, log);
  entriesOf(source.calls, memorandum.memorandum);
  const basemap = options.basemap === undefined ? null : path.resolve(options.basemap);
  if (basemap !== null && !existsSync(basemap)) throw unreadable('basemap', basemap, 'there is no such file');
  const link = typeof options.link === 'string' ? readLinks(options.link) : (options.link ?? null);
  const data = path.resolve(options.data ?? DEFAULT_DATA);
  const lock = lockDataDirectory(data);
  try {
    const since_ms = Date.now();
    lock.describe({ pid: process.pid, since_ms, url: null });
    const core = new Core({
      name: options.name ?? 'Skyaccord',
      data,
      mode: source.mode,
      source: source.name,
      memorandum,
      config: { speed: options.speed ?? 1 },
      // A node advises its own aircraft: what others are advised it hears from theirs.
      advise: link === null ? source.advise : [link.party],
      basemap: basemap !== null,
      picture: new Picture(),
      log,
    });
    const pages = path.resolve(options.pages ?? path.join(ROOT, 'packages', 'display', 'dist'));
    const { link: _, ...others } = options;
    return await run(
      core,
      source,
      {
        ...others,
        ...(link === null ? {} : { link }),
        linkFile: typeof options.link === 'string' ? options.link : null,
        pages,
      },
      basemap,
      lock,
      since_ms,
      log,
    );
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function run(
  core: Core,
  source: Source,
  options: Omit<NodeOptions, 'link'> & {
    readonly link?: LinkConfig;
    readonly linkFile: string | null;
    readonly pages: string;
  },
  basemap: string | null,
  lock: Lock,
  since_ms: number,
  log: Logger,
): Promise<RunningNode> {
  const { data } = core.options;
  const closers: (() => Promise<unknown> | unknown)[] = [() => core.pipeline.close(STOP_MS)];
  try {
    const opened = await core.pipeline.opened;
    core.verified_at_ms = opened.verified_at_ms;
    core.life.restore(opened.steps);
    core.missions.restore(opened.missions);
    takeSteps(core, options.memorandum ?? OCTOBER_MEMORANDUM, log);
    tellState(core, log);
    if (opened.cut !== null) {
      const { position, bytes } = opened.cut;
      log.warn({ part: 'journal', ...position, bytes }, 'cut back what a crash had left half-written');
      core.note('torn_tail_cut', { ...position, bytes });
    }
    log.info({ part: 'journal', records: opened.head.sequence }, `the journal in ${data} verifies`);
    const queries = new QueryClient(data);
    closers.unshift(() => queries.close());
    await restoreCases(core.cases, opened.cases, (after, limit) => queries.ask('caseFiles', after, limit));
    new ReleaseOutbox(core).begin();
    const { ledger } = core.missions;
    await refillLedger(ledger, opened.head.outcomes, (after, limit) => queries.ask('outcomes', after, limit));
    const hub = new StreamHub(core, queries, log);
    // Loaded by who serves: a command that only reads a recording has no use for them, and would wait.
    const [{ createServer }, { Metrics }] = await Promise.all([import('./http/server.ts'), import('./metrics.ts')]);
    const space = new DiskSpace(data);
    core.restOn(() => space.reasons());
    await space.start();
    closers.unshift(() => space.stop());
    const metrics = new Metrics(core, hub, space);
    const links = linksOf(core, options.link);
    const cell = links === null ? null : openCell(core, links);
    const feeds =
      source.show === null
        ? new LiveFeeds(core, {
            fixed: [...source.feeds, ...(cell?.feeds ?? [])],
            named: source.named,
            folder: path.resolve(options.feedFolder ?? path.join(data, 'feeds')),
          })
        : null;
    const conductor =
      source.show === null || feeds !== null
        ? new LiveConductor(core, feeds as LiveFeeds)
        : new PlaybackConductor(core, source.show, options.speed ?? 1);
    const play =
      conductor instanceof PlaybackConductor
        ? (change: { paused?: boolean; speed?: number }) => {
            conductor.set(change);
            return conductor.playback();
          }
        : null;
    let port = 0;
    const party = partyOf(core.memorandum, options.party ?? links?.party);
    const line = await openDesk(core, cell, party, opened, queries);
    cell?.disclosure.restore(opened.disclosure);
    const exchange = cell === null ? null : new CaseExchange(core, cell);
    const files = cell === null ? null : new FileExchange(core, cell, new Attachments(core.options.data));
    const heads = cell === null ? null : openHeads(core, cell, queries);
    const filings = cell === null ? null : new FilingLink(core, cell);
    const things = cell === null ? null : await openThings(core, cell, queries);
    const told = [filings, things].filter((one) => one !== null);
    const link_port = (await cell?.start(opened.links)) ?? null;
    if (cell !== null) closers.unshift(() => cell.stop());
    cell?.listen({
      joined: (one) => {
        for (const feed of cell.feeds) if (feed.name === feedOf(one)) feeds?.attach(feed);
        for (const with_ of [heads, exchange]) with_?.joined(one);
      },
      parted: async (one) => feeds?.detach(feedOf(one)),
    });
    const linksFile = cell === null || options.linkFile === null ? null : openLinksFile(core, cell, options.linkFile);
    const pairing = cell === null || linksFile === null ? null : openPairing(core, cell, linksFile);
    // What those had filed who are linked no more must refuse nobody; where the disk does not take it, it still may.
    await durable(Promise.all(told.map((one) => one.begin())).then(() => {})).catch((error: unknown) =>
      log.warn({ part: 'link', err: error }, 'what parties had filed that are linked no more still stands for a while'),
    );
    exchange?.begin();
    files?.begin();
    heads?.start();
    const personal = new PersonalKeeper({ data, note: (event, detail) => core.note(event, detail) });
    personal.start();
    closers.unshift(() => personal.stop());
    closers.unshift(() => heads?.stop());
    closers.unshift(() => exchange?.stop());
    closers.unshift(() => files?.stop());
    const { host, tls, address, url: urlOf } = listeningOf(options, data, () => port);
    const entrance = openEntrance(core, party, signsIn(options, source.mode === 'live'), address);
    closers.unshift(() => entrance.close());
    const shared = {
      core,
      cell,
      heads,
      pairing,
      things,
      line,
      personal,
      queries,
      hub,
      metrics,
      play,
      feeds,
      basemap,
      pages: options.pages,
    };
    const app = await createServer({ ...shared, ...entrance }, tls, log);
    closers.unshift(() => app.close());
    port = await listen(app, host, options.port ?? DEFAULT_PORT);
    const url = urlOf();
    lock.describe({ pid: process.pid, since_ms, url });
    if (conductor instanceof PlaybackConductor) conductor.start(opened);
    else await conductor.start(opened, () => queries.ask('openCases'));
    closers.unshift(() => conductor.stop(STOP_MS));
    for (const one of told) one.start();
    linksFile?.start();
    closers.unshift(() => pairing?.end('the node stops'));
    closers.unshift(() => linksFile?.stop());
    closers.unshift(() => told.map((one) => one.stop()));
    if (source.mode !== 'replay') line.start();
    closers.unshift(() => line.stop());
    closers.unshift(() => hub.close());
    log.info({ part: 'node' }, `${core.options.name} watches ${source.name} at ${url}`);
    const first = entrance.people?.firstInvitation() ?? null;
    const facts = {
      url,
      data,
      link_port,
      first_link: first === null ? null : `${url.replace('//127.0.0.1:', '//localhost:')}/#/join/${first}`,
      tls_fingerprint: tls === null ? null : fingerprint256(tls),
    };
    return running(facts, closers, lock, options.signals ?? true, log);
  } catch (error) {
    for (const close of closers) await close();
    throw error;
  }
}

/** With whom a node is linked; null where it has no links. */
function linksOf(core: Core, link: LinkConfig | undefined): LinkConfig | null {
  if (link === undefined) return null;
  checkLinks(
    link,
    core.memorandum.parties.map(({ id }) => id),
  );
  return link;
}

function openCell(core: Core, links: LinkConfig): Cell {
  const cell = new Cell(core, links, openIdentity(core.options.data, links.party));
  core.restOn(() => cell.reasons());
  return cell;
}

/** What was logged of what is shared is read back, so that it is logged once. */
async function openThings(core: Core, cell: Cell, queries: QueryClient): Promise<ThingLink> {
  const shares = new ShareLog(core, cell);
  const logged = await queries.ask('calls', MOST_CALLS);
  shares.restore(logged.map(({ entry }) => entry));
  return new ThingLink(core, cell, shares);
}

function openPairing(core: Core, cell: Cell, links: LinksFile): PairingDesk {
  return new PairingDesk({
    own: openIdentity(core.options.data, cell.own).card,
    file: links.file,
    config: () => cell.config,
    check: (config) => cell.check(config),
    add: (peer, by) => links.add(peer, by),
    note: (event, detail) => core.note(event, detail),
    now: () => performance.now(),
  });
}

function openLinksFile(core: Core, cell: Cell, file: string): LinksFile {
  const links = new LinksFile(path.resolve(file), {
    check: (config) => cell.check(config),
    change: (config, by) => cell.change(config, by),
    warn: (reason) => core.options.log.warn({ part: 'link', reason }, 'a changed file of links is not taken up'),
    changed: () => core.changed(),
  });
  core.restOn(() => links.reasons());
  return links;
}

function running(
  facts: Omit<RunningNode, 'close'>,
  closers: readonly (() => Promise<unknown> | unknown)[],
  lock: Lock,
  signals: boolean,
  log: Logger,
): RunningNode {
  let closing: Promise<void> | null = null;
  const onSignal = (signal: string): void => {
    log.info({ part: 'node' }, `stopping on ${signal}`);
    close().catch((error: unknown) => log.error({ part: 'node', err: error }, 'the stop failed'));
  };
  const close = (): Promise<void> => {
    closing ??= (async () => {
      for (const closer of closers) await closer();
      lock.release();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
      log.info({ part: 'node' }, 'stopped');
    })();
    return closing;
  };
  if (signals) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  return { ...facts, close };
}

function loadMemorandum(file: string, log: Logger): MemorandumSource {
  const text = readText('memorandum', file);
  try {
    const { memorandum, warnings, content } = parseMemorandum(text);
    for (const warning of warnings) log.warn({ part: 'memorandum', place: warning.path }, warning.reason);
    return { memorandum, text, content };
  } catch (cause) {
    if (!(cause instanceof MemorandumError)) throw cause;
    throw new NodeError('memorandum_invalid', `${file}: ${cause.message}`, { field: 'memorandum', value: file, cause });
  }
}

/** People who start a node should know whether what it will cite has been signed. */
function tellState({ life, memorandum, time_ms }: Core, log: Logger): void {
  const { state, because } = life.at(time_ms).observed;
  const words = `memorandum ${memorandum.id}, version ${memorandum.version}: ${state.replaceAll('_', ' ')}, ${because}`;
  log.info({ part: 'memorandum', sha256: life.sha256 }, words);
}

/** Takes in what was signed beside the memorandum's file, so far as the journal does not have it. */
function takeSteps(core: Core, file: string, log: Logger): void {
  for (const entry of stepsBeside(file)) {
    if (core.life.knows(entry.signature)) continue;
    const received = { ...entry, received_ms: Date.now() };
    try {
      core.life.check(received);
      core.memorandumStep(received, () => {});
    } catch (error) {
      log.warn({ part: 'memorandum', reason: errorData(error).message }, 'a step beside the memorandum does not count');
    }
  }
}
