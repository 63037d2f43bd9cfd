import { existsSync } from 'node:fs';
import { ReplyStore, repliesFile, startModeration } from '@skyaccord/bulletin';
import { Refusal } from '../memorandum/refusal.ts';

const MOST_LISTED = 200;

function open(data: string): ReplyStore {
  checkThere(data);
  return new ReplyStore(repliesFile(data));
}

function checkThere(data: string): void {
  if (existsSync(repliesFile(data))) return;
  throw new Refusal(`there are no replies in ${data}`, 'give the --data folder of `skyaccord bulletin serve`');
}

/** `skyaccord bulletin replies`: the oldest that wait. A terminal never gets what could steer it. */
export async function listReplies({ data, json }: { data: string; json: boolean }): Promise<void> {
  const store = open(data);
  try {
    const held = store.held(MOST_LISTED);
    for (const { id, release, name, email, text, time_ms, marks } of held) {
      const marked = marks.length > 0 ? `[${marks.join(', ')}]` : '';
      const lines = json
        ? JSON.stringify({ id, release, name, email, text, time_ms, marks })
        : `${id}  ${new Date(time_ms).toISOString()}  ${release}  ${marked}\n` +
          `  ${name} <${email ?? 'address erased'}>\n${text.replace(/^/gm, '  | ')}\n`;
      process.stdout.write(`${lines}\n`);
    }
    if (!json) process.stdout.write(held.length === 0 ? 'No reply waits.\n' : `${held.length} listed.\n`);
  } finally {
    store.close();
  }
}

/** `skyaccord bulletin publish|refuse`. */
export async function decide(
  word: 'publish' | 'refuse',
  ids: readonly string[],
  { data }: { data: string },
): Promise<void> {
  const store = open(data);
  try {
    for (const id of ids) {
      if (store.decide(id, word === 'publish' ? 'published' : 'refused')) continue;
      throw new Refusal(`there is no reply ${id}`, 'look at `skyaccord bulletin replies`');
    }
  } finally {
    store.close();
  }
}

/** `skyaccord bulletin moderate`: runs until it is told to stop. Who has the address may read and decide. */
export async function serveModeration({ data, port }: { data: string; port: number }): Promise<void> {
  checkThere(data);
  const page = await startModeration(data, port);
  process.stdout.write(`Open this on this machine, and give it to nobody: ${page.url}\n`);
  const stop = (): void => void page.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
