import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Memorandum,
  type Outcome,
  parseMemorandum,
  readDraft,
  replay,
  tryMemoranda,
  Watch,
} from '@skyaccord/accord';
import { readRecording } from '@skyaccord/node';
import { expect, it } from 'vitest';
import { describeRecordings, recording } from './data.ts';

const DRAFTS = join(import.meta.dirname, '..', 'examples', 'drafts');

async function draft(name: string): Promise<Memorandum> {
  const { of, apply } = readDraft(await readFile(join(DRAFTS, name), 'utf8'));
  return parseMemorandum(apply(await readFile(join(DRAFTS, of), 'utf8'))).memorandum;
}

describeRecordings('a trial of memoranda on recorded traffic', () => {
  it('says under each what a replay under it alone says', async () => {
    const memoranda = await Promise.all(['october-5nm.yaml', 'october-2000ft.yaml'].map(draft));
    const { observations } = await readRecording([recording('adsb-anomalies/gnss-spoofing-2024-09-17.json.gz')]);
    const said = memoranda.map((): Outcome[] => []);
    const run = tryMemoranda(memoranda, observations, [], undefined, (i, outcomes) => said[i]?.push(...outcomes));
    while (!run.next().done);
    for (const [i, memorandum] of memoranda.entries()) {
      const alone = [...replay(new Watch({ memorandum }), observations)].flatMap((step) => step.outcomes);
      expect(alone.length).toBeGreaterThan(100);
      expect(JSON.stringify(said[i]) === JSON.stringify(alone)).toBe(true);
    }
  });
});
