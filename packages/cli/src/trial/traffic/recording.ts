import { basename } from 'node:path';
import { EntryError, entryOf, type LogEntry, type Memorandum } from '@skyaccord/accord';
import { readRecording } from '@skyaccord/node/recording';
import { sayComplaints } from '../../replay/complaints.ts';
import type { Progress } from '../../replay/progress.ts';
import { TrialFileError } from '../read.ts';

export type Traffic = {
  readonly recording: Awaited<ReturnType<typeof readRecording>>;
  readonly told: {
    readonly files: readonly string[];
    readonly observations: number;
    /** Addresses. */
    readonly aircraft: number;
    readonly from_ms: number;
    readonly until_ms: number;
  };
};

/** Reads recordings and simulated traffic. @throws {TrialFileError} where there is nothing to try anything on */
export async function readTraffic(
  files: readonly string[],
  progress: Progress,
  date_ms: number | undefined,
): Promise<Traffic> {
  const recording = await readRecording([...files], {
    onProgress: (fraction) => progress.show('reading', fraction),
    ...(date_ms === undefined ? {} : { date_ms }),
  });
  progress.done();
  sayComplaints(recording);
  const { observations, from_ms, to_ms } = recording;
  if (from_ms === null || to_ms === null) {
    throw new TrialFileError(
      `${files.join(', ')}: no observations.`,
      'Give a recording or a scenario that holds some.',
    );
  }
  const aircraft = new Set(observations.map((one) => one.address)).size;
  const told = { files: files.map((file) => basename(file)), observations: observations.length, aircraft };
  return { recording, told: { ...told, from_ms, until_ms: to_ms } };
}

/**
 * What was said meanwhile, as every one of the memoranda takes it. A call by a party that one of them does not know
 * counts under none, or they would not be tried on the same events.
 */
export function callsUnder(memoranda: readonly Memorandum[], { recording }: Traffic): LogEntry[] {
  return recording.calls.flatMap((call) => {
    try {
      const [entry] = memoranda.map((memorandum) => entryOf(memorandum, call));
      return entry === undefined ? [] : [entry];
    } catch (error) {
      if (error instanceof EntryError) return [];
      throw error;
    }
  });
}
