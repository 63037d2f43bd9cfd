import { basename, dirname, resolve } from 'node:path';
import {
  type Complaint,
  createByteReader,
  dateInName,
  detectFormat,
  type Format,
  type Observation,
  type Reading,
  type ScenarioCall,
} from '@skyaccord/wire';
import { readBytes } from './bytes.ts';
import { fromSystem, RecordingError } from './error.ts';
import { findFiles, type RecordingFile, sourceNames } from './files.ts';

export type FileComplaint = Complaint & { path: string };

/** What one file gave. `suppressed` complaints were counted but not kept; `format` is null where none was told. */
export type FileSummary = {
  path: string;
  source: string;
  format: Format | null;
  observations: number;
  complaints: number;
  suppressed: number;
};

/** Observations of all files, ordered by time, source and sequence. `from_ms` and `to_ms` are null without any. */
export type Recording = {
  observations: Observation[];
  /** What was said meanwhile, where scenarios are among the files. */
  calls: ScenarioCall[];
  complaints: FileComplaint[];
  files: FileSummary[];
  from_ms: number | null;
  to_ms: number | null;
};

export type RecordingOptions = {
  /** Source of all observations in place of the file names. */
  source?: string;
  /** Midnight UTC of the day of a file's first report, where a format gives only the time of day. */
  date_ms?: number;
  /** From 0 to 1, by bytes read. */
  onProgress?: (fraction: number) => void;
  /** Beyond it the recording is refused: it is held in memory, at about 320 bytes an observation. */
  maxObservations?: number;
};

const MOST_OBSERVATIONS = 5_000_000;
/** Enough to tell a format by; where it is not, a first line of a megabyte may be in the way. */
const HEAD_BYTES = 65_536;
const LONG_HEAD_BYTES = 1_310_720;

/**
 * Reads recordings of traffic: files or folders of files, gzip or plain, each format told by its content. What cannot
 * be used is complained about, by file and place, and the rest is used. Throws `RecordingError` when nothing can be.
 */
export async function readRecording(paths: readonly string[], options: RecordingOptions = {}): Promise<Recording> {
  const { files, errors } = await findFiles(paths);
  const endless = errors.find(({ problem }) => problem === 'too_many_files');
  if (endless !== undefined) throw endless;
  const sources = sourceNames(files, options.source);
  const gathered = new Gathered(options.maxObservations ?? MOST_OBSERVATIONS);
  const all_bytes = Math.max(
    1,
    files.reduce((sum, file) => sum + file.bytes, 0),
  );
  let done_bytes = 0;
  let told = 0;
  const progress = (bytes: number) => {
    const fraction = Math.min(1, (done_bytes + bytes) / all_bytes);
    if (fraction - told < 0.01 || fraction === 1) return;
    told = fraction;
    options.onProgress?.(fraction);
  };
  for (const [index, file] of files.entries()) {
    const source = sources[index] as string;
    const summary: FileSummary = {
      path: file.path,
      source,
      format: null,
      observations: 0,
      complaints: 0,
      suppressed: 0,
    };
    gathered.files.push(summary);
    try {
      await readFile(file, summary, gathered, progress, options.date_ms);
    } catch (error) {
      const known = fromSystem(error, file.path);
      if (known.problem === 'too_many_observations') throw known;
      errors.push(known);
      summary.complaints++;
    }
    done_bytes += file.bytes;
  }
  const first = errors[0];
  if (first !== undefined && gathered.files.every(({ format }) => format === null)) throw summarised(errors, first);
  options.onProgress?.(1);
  for (const { path, reason, remedy } of errors) {
    gathered.complaints.push({
      path,
      place: {},
      field: null,
      value: null,
      reason,
      remedy: `it is left out; ${remedy}`,
    });
  }
  return gathered.recording();
}

function summarised(errors: readonly RecordingError[], first: RecordingError): RecordingError {
  if (errors.length === 1) return first;
  const reason = `${first.reason}; and none of the other ${errors.length - 1} files can be read either`;
  return new RecordingError('nothing_readable', first.path, reason, first.remedy);
}

/** What has been read so far, within the bound. */
class Gathered {
  readonly #most: number;
  readonly #observations: Observation[] = [];
  readonly #calls: ScenarioCall[] = [];
  readonly complaints: FileComplaint[] = [];
  readonly files: FileSummary[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(reading: Reading, summary: FileSummary): void {
    for (const observation of reading.observations) this.#observations.push(observation);
    for (const call of reading.calls ?? []) this.#calls.push(call);
    for (const complaint of reading.complaints) this.complaints.push({ path: summary.path, ...complaint });
    summary.observations += reading.observations.length;
    summary.complaints += reading.complaints.length;
    if (this.#observations.length <= this.#most) return;
    const reason = `more than ${this.#most} observations in all`;
    const remedy = 'split the recording by time and replay the parts, or raise the limit if there is memory for it';
    throw new RecordingError('too_many_observations', summary.path, reason, remedy);
  }

  recording(): Recording {
    const observations = this.#observations.sort(inOrder);
    return {
      observations,
      calls: this.#calls,
      complaints: this.complaints,
      files: this.files,
      from_ms: observations[0]?.time_ms ?? null,
      to_ms: observations.at(-1)?.time_ms ?? null,
    };
  }
}

function inOrder(a: Observation, b: Observation): number {
  if (a.time_ms !== b.time_ms) return a.time_ms - b.time_ms;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.sequence - b.sequence;
}

async function readFile(
  file: RecordingFile,
  summary: FileSummary,
  gathered: Gathered,
  progress: (bytes: number) => void,
  date_ms: number | undefined,
): Promise<void> {
  const damages: Complaint[] = [];
  const bytes = readBytes(file.path, progress, ({ byte, reason }) => {
    const remedy = 'what was unpacked before is used; fetch the file again';
    damages.push({ place: { byte }, field: null, value: null, reason, remedy });
  });
  const { head, format } = await tellFormat(bytes, file.path);
  summary.format = format;
  const day_ms = date_ms ?? dateIn(file);
  const day = day_ms === null ? {} : { date_ms: day_ms };
  const reader = createByteReader(format, { source: summary.source, name: summary.source, ...day });
  for (const piece of head) gathered.add(reader.pushBytes(piece), summary);
  for await (const piece of bytes) gathered.add(reader.pushBytes(piece), summary);
  gathered.add(reader.end(), summary);
  gathered.add({ observations: [], complaints: damages, heartbeats_ms: [] }, summary);
  summary.suppressed = reader.suppressed;
}

/** The date in the name of a file, else of its folder, else of those around it up to the one that was named. */
function dateIn({ path, named }: RecordingFile): number | null {
  const whole = resolve(path);
  const outermost = resolve(named) === whole ? dirname(whole) : resolve(named);
  let folder = dirname(whole);
  let date_ms = dateInName(basename(whole)) ?? dateInName(basename(folder));
  while (date_ms === null && folder !== outermost && folder !== dirname(folder)) {
    folder = dirname(folder);
    date_ms = dateInName(basename(folder));
  }
  return date_ms;
}

/** Reads as many pieces as it takes to tell the format, and hands them back. */
async function tellFormat(
  bytes: AsyncGenerator<Uint8Array>,
  path: string,
): Promise<{ head: Uint8Array[]; format: Format }> {
  const head: Uint8Array[] = [];
  let length = 0;
  let unknown = 'there are no bytes in it';
  for (const enough of [HEAD_BYTES, LONG_HEAD_BYTES]) {
    while (length < enough) {
      const next = await bytes.next();
      if (next.done) break;
      head.push(next.value);
      length += next.value.length;
    }
    const detection = detectFormat(Buffer.concat(head));
    if ('format' in detection) return { head, format: detection.format };
    unknown = 'unknown' in detection ? detection.unknown : 'it is packed twice; unpack it once';
    if (length < enough) break;
  }
  await bytes.return(undefined);
  if (length === 0) throw new RecordingError('empty_file', path, unknown, 'record it again or leave it out');
  throw new RecordingError('unknown_format', path, unknown, 'convert it to one of these, or leave it out');
}
