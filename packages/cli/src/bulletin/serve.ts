import { existsSync } from 'node:fs';
import { releasableUnder } from '@skyaccord/accord';
import { startBulletin } from '@skyaccord/bulletin';
import { readMemorandum } from '../memorandum/read.ts';
import { Refusal } from '../memorandum/refusal.ts';

export type ServeOptions = {
  memorandum: string;
  releases: string;
  data: string;
  site: string;
  port: number;
  host: string;
  origin?: string;
  behindProxy: boolean;
};

/** `skyaccord bulletin serve`: runs until it is told to stop. */
export async function serveBulletin({ memorandum: file, ...options }: ServeOptions): Promise<void> {
  const { memorandum } = await readMemorandum(file);
  if (!existsSync(options.releases)) {
    throw new Refusal(`there is no folder ${options.releases}`, 'make it, and put signed releases there');
  }
  const parties = memorandum.parties.map(({ id, name, keys }) => ({ id, name, keys: keys ?? [] }));
  const bulletin = await startBulletin({ ...options, parties, standings: releasableUnder(memorandum.clauses) });
  process.stdout.write(`The bulletin is at ${options.origin ?? bulletin.url}\n`);
  for (const { file: name, reason } of bulletin.refused()) process.stderr.write(`${name} is not shown: ${reason}\n`);
  const stop = (): void => void bulletin.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
