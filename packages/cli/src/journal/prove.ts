import { JournalTree } from '@skyaccord/node';
import { sign } from '@skyaccord/proof';
import { openKeyFile } from '../memorandum/key_file.ts';
import { askPassphrase } from '../memorandum/passphrase.ts';
import { Refusal } from '../memorandum/refusal.ts';
import { type HeadFile, readHead } from './read.ts';

const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value, null, 1)}\n`);

/** `skyaccord journal head`: the head of a journal, signed where a key is given. */
export async function tellHead(folder: string, options: { key?: string; passphraseFile?: string }): Promise<void> {
  const head = new JournalTree(folder).head();
  if (options.key === undefined) return print({ head, signature: null } satisfies HeadFile);
  const { party, key } = await openKeyFile(options.key, () => askPassphrase(options.passphraseFile));
  print({ head, signature: sign(head, key, party, Date.now()) } satisfies HeadFile);
}

/** `skyaccord journal prove`: one record, or growth since an earlier head. */
export async function prove(folder: string, options: { record?: number; since?: string }): Promise<void> {
  const { record, since } = options;
  if ((record === undefined) === (since === undefined)) {
    throw new Refusal('what is to be proved is not said', 'give either --record NUMBER or --since FILE');
  }
  const tree = new JournalTree(folder);
  if (record !== undefined) return print(tree.prove(record));
  const { head } = readHead(since!);
  const proof = tree.growthFrom(head);
  if (proof !== null) return print(proof);
  const now = tree.head();
  const reason =
    head.log !== now.log
      ? 'it is the head of another journal'
      : head.size > now.size
        ? `it has ${head.size} records, and the journal only ${now.size}: records were taken away`
        : `the first ${head.size} records of the journal are other ones: it was rewritten`;
  throw new Refusal(
    `${folder} does not continue ${since}: ${reason}`,
    'ask whoever holds the earlier journal for it, and find the place with `skyaccord journal compare`',
  );
}
