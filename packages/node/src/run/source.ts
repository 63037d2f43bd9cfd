import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EntryError, entryOf, type LogEntry, type Memorandum, parseMemorandum } from '@skyaccord/accord';
import { readScenario, type ScenarioCall, ScenarioError, scenarioCalls, scenarioObservations } from '@skyaccord/wire';
import { errorData, NodeError } from '../errors.ts';
import { type FeedInput, feedName } from '../feeds/config.ts';
import type { LiveFeed } from '../feeds/feed.ts';
import { readFeedsFile } from '../feeds/feeds_file.ts';
import { Timeline } from '../feeds/timeline.ts';
import type { RunMode } from '../journal/record.ts';
import type { Logger } from '../log.ts';
import type { MemorandumSource } from '../memorandum/life.ts';
import type { NodeOptions } from '../options.ts';
import { RecordingError } from '../recording/error.ts';
import { isDataFolder, JournalledTimeline, newestRun } from '../recording/journalled_run.ts';
import { readRecording } from '../recording/open.ts';
import type { Show } from './playback.ts';

export const DEFAULT_DATA = '.skyaccord';
const OCTOBER = fileURLToPath(new URL('../../../../scenarios/october.yaml', import.meta.url));

/** What a node watches or plays. */
export type Source = {
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

/** What the options of a start name. @throws NodeError with what to do about it */
export async function loadSource(options: NodeOptions, log: Logger): Promise<Source> {
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
export function entriesOf(calls: readonly ScenarioCall[], memorandum: Memorandum): LogEntry[] {
  try {
    return calls.map((call) => entryOf(memorandum, call));
  } catch (cause) {
    if (!(cause instanceof EntryError)) throw cause;
    throw new NodeError('scenario_invalid', `${cause.message}.`, { field: 'scenario', cause });
  }
}

/** @throws NodeError file_unreadable */
export function readText(field: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(field, file, errorData(cause).message.split('\n')[0] ?? '', cause);
  }
}

export function unreadable(field: string, file: string, reason: string, cause?: unknown): NodeError {
  return new NodeError('file_unreadable', `--${field} ${file}: ${reason}.`, { field, value: file, cause });
}
