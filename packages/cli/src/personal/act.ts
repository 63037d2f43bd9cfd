import { existsSync } from 'node:fs';
import { eraseStopped, listPersonal, retentionOf, STORE_NAMES, type StoreName, setRetention } from '@skyaccord/node';
import { Refusal } from '../memorandum/refusal.ts';

const tell = (text: string): void => void process.stdout.write(`${text}\n`);
const day = (time_ms: number | null): string =>
  time_ms === null ? 'not dated yet' : new Date(time_ms).toISOString().slice(0, 10);

function checkFolder(folder: string): void {
  if (!existsSync(folder)) throw new Refusal(`${folder} is not there`, 'give the data folder of a node');
}

/** `skyaccord personal list`. */
export async function list(folder: string): Promise<void> {
  checkFolder(folder);
  const { kept, erased } = listPersonal(folder);
  const days = retentionOf(folder);
  for (const store of STORE_NAMES) tell(`${store}: kept for ${days[store]} days`);
  for (const { store, name, kept_ms, due_ms, opens } of kept) {
    const until = due_ms === null ? '' : `, to be erased ${day(due_ms)}`;
    tell(`${store}  ${name}  kept ${day(kept_ms)}${until}${opens ? '' : '  DOES NOT OPEN ITS COMMITMENT'}`);
  }
  for (const { store, name, erased_ms, because } of erased)
    tell(`${store}  ${name}  erased ${day(erased_ms)}: ${because}`);
  if (kept.length + erased.length === 0) tell('Nothing is kept.');
}

/** `skyaccord personal erase`. */
export async function erase(name: string, folder: string, because: string): Promise<void> {
  checkFolder(folder);
  const gone = eraseStopped(folder, name, because);
  if (gone.length === 0) throw new Refusal(`nothing is kept as ${name}`, 'see `skyaccord personal list`');
  tell(`${name} is erased.`);
}

/** `skyaccord personal retention`. */
export async function setDays(store: string, days: number, folder: string): Promise<void> {
  checkFolder(folder);
  const found = STORE_NAMES.find((one): one is StoreName => one === store);
  if (found === undefined) throw new Refusal(`${store} is no store`, `give one of ${STORE_NAMES.join(', ')}`);
  setRetention(folder, found, days);
  tell(`${store} are kept for ${days} days.`);
}
