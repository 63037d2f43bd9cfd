import type { CaseFile } from '@skyaccord/accord';
import type { CaseDesk } from './desk.ts';
import type { CaseRecord } from './record.ts';

/** Files asked for at once. */
const PAGE = 200;

/** Gives the desk what the journal holds: the files of closed cases in their order, then what was done with them. */
export async function restoreCases(
  desk: CaseDesk,
  records: readonly CaseRecord[],
  caseFiles: (
    after: number,
    limit: number,
  ) => Promise<readonly { readonly sequence: number; readonly file: CaseFile }[]>,
): Promise<void> {
  let after = 0;
  for (;;) {
    const page = await caseFiles(after, PAGE);
    desk.restoreFiles(page.map(({ file }) => file));
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.sequence;
  }
  desk.restore(records);
}
