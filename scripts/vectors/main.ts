import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runBluesky } from './bluesky.ts';
import { runDay } from './day.ts';
import { runEncounters } from './encounters.ts';
import { runPlans } from './plans.ts';
import type { Result } from './result.ts';
import { runSequences } from './sequences.ts';

/** A kind of reference file, told by the end of its name, and what runs it; `folder` holds params.json. */
type SetReader = { readonly name: RegExp; run(path: string, folder: string): Result };

const READERS: readonly SetReader[] = [
  { name: /_plans\.jsonl(\.gz)?$/, run: runPlans },
  { name: /_day\w*\.csv(\.gz)?$/, run: runDay },
  { name: /_bluesky\.jsonl(\.gz)?$/, run: runBluesky },
  { name: /_seq\.jsonl(\.gz)?$/, run: runSequences },
  { name: /\.jsonl(\.gz)?$/, run: runEncounters },
];
/** Closed-loop encounters are simulated, not compared. */
const OTHER = /_encounters\.jsonl(\.gz)?$/;
const MAX_NOTES = 20;

const folder = process.argv[2];
if (folder === undefined || !existsSync(folder)) {
  process.stderr.write(`skyaccord vectors: ${folder ?? 'nothing'}: name the folder with the reference files\n`);
  process.exit(2);
}
const files = readdirSync(folder)
  .filter((name) => /\.(jsonl|csv)(\.gz)?$/.test(name) && !OTHER.test(name))
  .sort();
let different = 0;
for (const file of files) {
  const reader = READERS.find(({ name }) => name.test(file));
  if (reader === undefined) continue;
  const started = performance.now();
  const { cases, equal, different: wrong, skipped, worst, notes } = reader.run(join(folder, file), folder);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const name = basename(file).replace(/\.(jsonl|csv)(\.gz)?$/, '');
  process.stdout.write(
    `${name}: ${cases} cases, ${equal} equal, ${wrong} different, ${skipped} skipped as fragile, ` +
      `worst numeric difference ${worst.toExponential(2)} (${seconds} s)\n`,
  );
  for (const note of notes.slice(0, MAX_NOTES)) process.stdout.write(`  ${note}\n`);
  if (notes.length > MAX_NOTES) process.stdout.write(`  and ${notes.length - MAX_NOTES} more\n`);
  different += wrong;
}
process.exitCode = different > 0 ? 1 : 0;
