import { verifyJournal } from '@skyaccord/node';

/** `skyaccord verify`: exit code 1 and the first broken place when anything in the data folder was changed. */
export async function verify(folder: string): Promise<void> {
  const found = await verifyJournal(folder);
  process.stdout.write(`${JSON.stringify(found, null, 1)}\n`);
  if (!found.ok) process.exitCode = 1;
}
