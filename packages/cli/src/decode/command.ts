import { readRecording } from '@skyaccord/node/recording';
import { encodeObservation, OBSERVATIONS_HEADER, type Observation } from '@skyaccord/wire';
import { sayComplaints } from '../replay/complaints.ts';
import { Progress } from '../replay/progress.ts';
import { HEAD, rowOf } from './row.ts';

export type DecodeOptions = { limit?: number; date?: number; json: boolean };

const LINES_A_WRITE = 1000;

/** `skyaccord decode`: reads recordings and prints their observations, as a table or as lines to be read again. */
export async function decodeFiles(files: readonly string[], options: DecodeOptions): Promise<void> {
  const progress = new Progress();
  const recording = await readRecording([...files], {
    onProgress: (fraction) => progress.show('reading', fraction),
    ...(options.date === undefined ? {} : { date_ms: options.date }),
  });
  progress.done();
  const { observations } = recording;
  const shown = observations.slice(0, options.limit ?? observations.length);
  // Whoever reads may have seen enough, as `head` has: that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  await write(options.json ? [OBSERVATIONS_HEADER] : [HEAD], shown, options.json ? encodeObservation : rowOf);
  if (!options.json) {
    const left = observations.length - shown.length;
    if (left > 0) process.stdout.write(`... and ${left} more\n`);
    process.stdout.write('\n');
    for (const { path, format, observations: count } of recording.files) {
      process.stdout.write(`${path}: ${format ?? 'format not known'}, ${count} observations\n`);
    }
    const aircraft = new Set(observations.map(({ address }) => address)).size;
    process.stdout.write(`${observations.length} observations of ${aircraft} aircraft\n`);
  }
  sayComplaints(recording);
}

async function write(
  head: readonly string[],
  observations: readonly Observation[],
  lineOf: (observation: Observation) => string,
): Promise<void> {
  for (const line of head) process.stdout.write(`${line}\n`);
  for (let from = 0; from < observations.length; from += LINES_A_WRITE) {
    const lines = observations.slice(from, from + LINES_A_WRITE).map((observation) => `${lineOf(observation)}\n`);
    if (process.stdout.write(lines.join(''))) continue;
    await new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()));
  }
}
