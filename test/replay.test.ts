import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Outcome, parseMemorandum, replay, Watch } from '@skyaccord/accord';
import { readRecording, startNode, verifyJournal } from '@skyaccord/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRecordings, recording } from './data.ts';

const scenarios = join(import.meta.dirname, '..', 'scenarios');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyaccord-live-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Outcomes of a recording as fast as it goes: what `skyaccord replay` writes. */
async function asFastAsItGoes(files: string[]): Promise<Outcome[]> {
  const { memorandum } = parseMemorandum(await readFile(join(scenarios, 'october.memorandum.yaml'), 'utf8'));
  const { observations } = await readRecording(files);
  return [...replay(new Watch({ memorandum }), observations)].flatMap((step) => step.outcomes);
}

/** Outcomes of a node that plays the recording, read from its journal over the API when it is over. */
async function asPlayed(files: string[], speed: number): Promise<Outcome[]> {
  const data = join(folder, `data-${speed}`);
  const node = await startNode({ port: 0, data, replay: files, speed, logLevel: 'silent', signals: false });
  try {
    for (;;) {
      const { finished } = (await (await fetch(`${node.url}/api/v1/playback`)).json()) as { finished: boolean };
      if (finished) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const outcomes: Outcome[] = [];
    let after = 0;
    for (;;) {
      const answer = await fetch(`${node.url}/api/v1/outcomes?after=${after}&limit=500`);
      const page = (await answer.json()) as { outcomes: { outcome: Outcome }[]; next: number };
      if (page.outcomes.length === 0) break;
      outcomes.push(...page.outcomes.map((one) => one.outcome));
      after = page.next;
    }
    return outcomes;
  } finally {
    await node.close();
    expect(verifyJournal(data)).toMatchObject({ ok: true, problem: null });
  }
}

const same = (x: Outcome[], y: Outcome[]) => expect(x.map(sorted)).toEqual(y.map(sorted));

/** One outcome as canonical text: the journal stores canonical JSON, so the order of keys is its own. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );
}

describe('a recording played by a node', () => {
  it('gives the very outcomes of the command line, at any speed', async () => {
    const files = [join(scenarios, 'october.yaml')];
    const expected = await asFastAsItGoes(files);
    expect(expected.length).toBeGreaterThan(500);
    same(await asPlayed(files, 600), expected);
  });
});

describeRecordings('twenty recorded minutes played by a node', () => {
  it('give the very outcomes of the command line', async () => {
    const hour = gunzipSync(await readFile(recording('adsb-blackrock-2023-08-29/tracks.jsonl.gz'))).toString();
    const lines = hour.trimEnd().split('\n');
    const timeOf = (line: string): number => Number((JSON.parse(line) as { now: number }).now);
    const until_s = timeOf(lines[0]!) + 1200;
    const part = join(folder, 'blackrock.jsonl');
    await writeFile(part, lines.filter((line) => timeOf(line) < until_s).join('\n'));
    const expected = await asFastAsItGoes([part]);
    expect(expected.filter(({ kind }) => kind === 'alert_raised').length).toBeGreaterThan(50);
    same(await asPlayed([part], 1000), expected);
  });
});
