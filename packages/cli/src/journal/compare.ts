import { compareJournals } from '@skyaccord/node';

/** As much of a record as shows which one it is. */
const SHOWN = 300;

/** `skyaccord journal compare`: where two journals part; exit code 1 when they do. */
export async function compare(a: string, b: string): Promise<void> {
  const { verdict, common, fork } = compareJournals(a, b);
  const tell = (text: string): void => void process.stdout.write(`${text}\n`);
  if (verdict === 'same') return tell(`The same ${common} records.`);
  if (fork === null) {
    const [longer, shorter] = verdict === 'a_longer' ? [a, b] : [b, a];
    return tell(`${longer} goes on after the ${common} records that are all of ${shorter}.`);
  }
  process.exitCode = 1;
  tell(`They agree on ${common} records and differ from record ${fork.sequence} on.`);
  for (const [folder, record] of [
    [a, fork.a],
    [b, fork.b],
  ]) {
    const text = record ?? '(no record)';
    tell(`${folder}\n  ${text.length > SHOWN ? `${text.slice(0, SHOWN)} ... (${text.length} characters)` : text}`);
  }
}
