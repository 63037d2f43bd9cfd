import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  EntryError,
  entryOf,
  type LogEntry,
  type Memorandum,
  MemorandumError,
  parseMemorandum,
} from '@skyaccord/accord';
import { readScenario, type ScenarioCall, ScenarioError, scenarioCalls, scenarioObservations } from '@skyaccord/wire';
import { CaseExchange } from './cases/exchange.ts';
import { restoreCases } from './cases/restore.ts';
import { errorData, NodeError } from './errors.ts';
import { type FeedInput, feedName } from './feeds/config.ts';
import type { LiveFeed } from './feeds/feed.ts';
import { readFeedsFile } from './feeds/feeds_file.ts';
import { Timeline } from './feeds/timeline.ts';
import { openHeads } from './heads/open.ts';
import { fingerprint256 } from './http/certificate.ts';
import { openEntrance } from './http/entrance.ts';
import { listen, listeningOf } from './http/listening.ts';
import { type Lock, lockDataDirectory } from './journal/lock.ts';
import type { RunMode } from './journal/record.ts';
import { openDesk } from './line/open.ts';
import { Cell } from './link/cell.ts';
import { checkLinks, type LinkConfig, readLinks } from './link/config.ts';
import { FilingLink } from './link/filings.ts';
import { fingerprintOf, type LinkCard, openIdentity } from './link/identity.ts';
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
import { RecordingError } from './recording/error.ts';
import { isDataFolder, JournalledTimeline, newestRun } from './recording/journalled_run.ts';
import { readRecording } from './recording/open.ts';
import { Core } from './run/core.ts';
import { LiveConductor } from './run/live.ts';
import { LiveFeeds } from './run/live_feeds.ts';
import { PlaybackConductor, type Show } from './run/playback.ts';
import { StreamHub } from './stream/hub.ts';

/** The node: one party's running instance. This file alone chooses what it is made of. */
export { NodeError } from './errors.ts';
export { type CaseArchive, packArchive, unpackArchive } from './evidence/archive.ts';
export { closedCases, exportCase } from './evidence/export_case.ts';
export { verifyCase } from './evidence/verify_case.ts';
export type { Chunk, FeedSink, LiveFeed } from './feeds/feed.ts';
export { compareJournals, type GrowthProof, JournalTree, type RecordProof } from './journal/tree.ts';
export { verifyJournal } from './journal/verify.ts';
export type { NodeOptions } from './options.ts';
export { inviteAt, peopleOf, resetAt } from './people/at_machine.ts';
export {
  erasePersonal,
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
const DEFAULT_DATA = '.skyaccord';
/** For what a conductor, and then the pipeline, has under way; a stop takes at most twice this. */
const STOP_MS = 1_200;
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const OCTOBER = path.join(ROOT, 'scenarios', 'october.yaml');
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
      { ...others, ...(link === null ? {} : { link }), pages },
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

/** What a node watches or plays. */
type Source = {
  readonly mode: RunMode;
  readonly name: string;
  readonly show: Show | null;
  readonly feeds: readonly LiveFeed[];
  /** Feeds to be managed that the start names. */
  readonly named: readonly FeedInput[];
  /** The memorandum of a run that is played again; null where it is another's. */
  readonly memorandum: MemorandumSource | null;
  /** Parties that a run which is played again advised; null: all that can be called. */
  readonly advise: readonly string[] | null;
  /** What is said in what it plays, to be refused at the start where the memorandum knows nothing of it. */
  readonly calls: readonly ScenarioCall[];
};

async function run(
  core: Core,
  source: Source,
  options: Omit<NodeOptions, 'link'> & { readonly link?: LinkConfig; readonly pages: string },
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
    const { ledger } = core.missions;
    await refillLedger(ledger, opened.head.outcomes, (after, limit) => queries.ask('outcomes', after, limit));
    const hub = new StreamHub(core, queries, log);
    // Loaded by who serves: a command that only reads a recording has no use for them, and would wait.
    const [{ createServer }, { Metrics }] = await Promise.all([import('./http/server.ts'), import('./metrics.ts')]);
    const metrics = new Metrics(core, hub);
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
    const heads = cell === null ? null : openHeads(core, cell, queries);
    const told = cell === null ? [] : [new FilingLink(core, cell), new ThingLink(core, cell)];
    const link_port = (await cell?.start(opened.links)) ?? null;
    if (cell !== null) closers.unshift(() => cell.stop());
    exchange?.begin();
    heads?.start();
    const personal = new PersonalKeeper({ data, note: (event, detail) => core.note(event, detail) });
    personal.start();
    closers.unshift(() => personal.stop());
    closers.unshift(() => heads?.stop());
    closers.unshift(() => exchange?.stop());
    const { host, tls, address, url: urlOf } = listeningOf(options, data, () => port);
    const entrance = openEntrance(core, party, signsIn(options, source.mode === 'live'), address);
    closers.unshift(() => entrance.close());
    const shared = {
      core,
      cell,
      heads,
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
  core.linkedBy(() => cell.reasons());
  return cell;
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

async function loadSource(options: NodeOptions, log: Logger): Promise<Source> {
  if (options.live === true || (options.feeds ?? options.feed ?? options.feedsFile) !== undefined) {
    const name = options.feeds?.map((feed) => feed.name).join(', ') ?? 'live feeds';
    return {
      mode: 'live',
      name,
      show: null,
      feeds: options.feeds ?? [],
      named: namedFeeds(options),
      memorandum: null,
      advise: null,
      calls: [],
    };
  }
  const [folder, ...others] = options.replay ?? [];
  if (folder !== undefined && others.length === 0 && isDataFolder(folder)) return loadRun(folder, options);
  if (options.replay !== undefined) return loadReplay(options.replay, log);
  const file = options.scenario ?? OCTOBER;
  const text = readText('scenario', file);
  try {
    const scenario = readScenario(text);
    const show = {
      name: `scenario ${scenario.id}`,
      timeline: (now_ms: number, under: Memorandum) => {
        const logged = entriesOf(scenarioCalls(scenario.calls, now_ms), under);
        return new Timeline(scenarioObservations(scenario, now_ms), logged);
      },
      loops: true,
      complaints: 0,
      last_complaint: null,
    };
    return {
      mode: 'scenario',
      name: show.name,
      show,
      feeds: [],
      named: [],
      memorandum: null,
      advise: null,
      calls: scenario.calls,
    };
  } catch (cause) {
    if (!(cause instanceof ScenarioError)) throw cause;
    throw new NodeError('scenario_invalid', `${file}: ${cause.message}`, { field: 'scenario', value: file, cause });
  }
}

function namedFeeds(options: NodeOptions): FeedInput[] {
  const named: FeedInput[] = [];
  if (options.feed !== undefined) {
    named.push({ name: feedName(options.feed), connection: 'http', address: options.feed });
  }
  if (options.feedsFile !== undefined) {
    named.push(...readFeedsFile(options.feedsFile, readText('feeds', options.feedsFile)));
  }
  return named;
}

/** A run of another node, or of this one in a data folder of its own: played at its own ticks, it says the same. */
function loadRun(folder: string, options: NodeOptions): Source {
  const place = { field: 'replay', value: folder };
  if (path.resolve(folder) === path.resolve(options.data ?? DEFAULT_DATA)) {
    throw new NodeError('options_invalid', `--replay ${folder}: it is the folder of this node; add --data.`, place);
  }
  const run = newestRun(folder);
  if (run === null) throw new NodeError('recording_empty', `It was ${folder}.`, place);
  const text = run.memorandum;
  const { memorandum, content } = parseMemorandum(text);
  const name = `run journalled in ${path.basename(path.resolve(folder))}`.slice(0, 200);
  const timeline = () => new JournalledTimeline(folder, run);
  const show = { name, timeline, loops: false, complaints: 0, last_complaint: null };
  const own = options.memorandum === undefined ? { memorandum, text, content } : null;
  return { mode: 'replay', name, show, feeds: [], named: [], memorandum: own, advise: run.advise, calls: [] };
}

async function loadReplay(files: readonly string[], log: Logger): Promise<Source> {
  log.info({ part: 'replay' }, `reading ${files.join(', ')}`);
  const { observations, calls, complaints } = await readRecording(files).catch((cause: unknown) => {
    if (!(cause instanceof RecordingError)) throw cause;
    const place = { field: 'replay', value: cause.path, cause };
    throw new NodeError('recording_unreadable', `${cause.message}.`, place);
  });
  if (observations.length === 0)
    throw new NodeError('recording_empty', `It was ${files.join(', ')}.`, { field: 'replay' });
  const name = files
    .map((file) => path.basename(file))
    .join(', ')
    .slice(0, 200);
  const show = {
    name: `recording ${name}`,
    timeline: (_now_ms: number, under: Memorandum) => new Timeline(observations, entriesOf(calls, under)),
    loops: false,
    complaints: complaints.length,
    last_complaint: complaints.at(-1)?.reason ?? null,
  };
  return { mode: 'replay', name, show, feeds: [], named: [], memorandum: null, advise: null, calls };
}

/** What is said in a scenario, as it is logged under a memorandum. */
function entriesOf(calls: readonly ScenarioCall[], memorandum: Memorandum): LogEntry[] {
  try {
    return calls.map((call) => entryOf(memorandum, call));
  } catch (cause) {
    if (!(cause instanceof EntryError)) throw cause;
    throw new NodeError('scenario_invalid', `${cause.message}.`, { field: 'scenario', cause });
  }
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

function readText(field: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(field, file, errorData(cause).message.split('\n')[0] ?? '', cause);
  }
}

function unreadable(field: string, file: string, reason: string, cause?: unknown): NodeError {
  return new NodeError('file_unreadable', `--${field} ${file}: ${reason}.`, { field, value: file, cause });
}
