import { closeSync, openSync, writeSync } from 'node:fs';
import { listPersonal, type Rerun, rerunJournal, verifyJournal } from '@skyaccord/node';
import { Progress } from '../replay/progress.ts';

export type VerifyOptions = { replay: boolean; out?: string };

/**
 * `skyaccord verify`: exit code 1 and the first broken place when anything in the data folder was changed, or, with
 * `replay`, when its observations do not lead to the outcomes that it holds.
 */
export async function verify(folder: string, options: VerifyOptions): Promise<void> {
  const found = verifyJournal(folder);
  const rerun = options.replay && found.ok ? replayAgain(folder, options.out) : null;
  const { kept, erased } = listPersonal(folder);
  const broken = kept.filter(({ opens }) => !opens).map(({ store, name }) => ({ store, name }));
  const all = { ...found, personal: { kept: kept.length, broken, erased } };
  process.stdout.write(`${JSON.stringify(rerun === null ? all : { ...all, replay: rerun }, null, 1)}\n`);
  if (!found.ok || rerun?.ok === false || broken.length > 0) process.exitCode = 1;
}

function replayAgain(folder: string, out: string | undefined): Rerun {
  const progress = new Progress();
  const file = out === undefined ? null : openSync(out, 'w');
  try {
    return rerunJournal(folder, {
      onProgress: (fraction) => progress.show('replaying', fraction),
      ...(file === null ? {} : { onOutcome: (line: string) => void writeSync(file, `${line}\n`) }),
    });
  } finally {
    progress.done();
    if (file !== null) closeSync(file);
  }
}
