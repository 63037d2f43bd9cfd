import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallLogged, CrewSteps, LogEntry, Question, VerdictGiven } from '@skyaccord/accord';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, eventually, json, request, testNode } from '../test/node.ts';
import { type RunningNode, rerunJournal, verifyJournal } from './main.ts';

const file = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
/** Two navies meet head-on; their memorandum has a ladder, signals and questions to people. */
const PLAYED = {
  scenario: file('scenarios/sea-and-air.yaml'),
  memorandum: file('examples/memoranda/incidents-at-sea-and-air.yaml'),
};

/** At once, or, where a busy machine has it wait, as soon as it is durable. */
const isTaken = ({ status, body }: Answer): boolean =>
  status === 201 || (JSON.parse(body) as { error: { code: string } }).error.code === 'change_waits';

describe('a node that plays two aircraft into a breach', () => {
  let node: RunningNode;
  let data: string;
  let began_ms = 0;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'skyaccord-judged-'));
    data = join(folder, 'data');
    node = await testNode({ data, ...PLAYED, speed: 40 });
    const { playback } = await json<{ playback: { from_ms: number } }>(`${node.url}/api/v1/status`);
    began_ms = playback.from_ms;
    return async () => {
      await node.close();
      await rm(folder, { recursive: true });
    };
  });

  const get = <T>(path: string) => json<T>(`${node.url}/api/v1/${path}`);
  const post = (path: string, body: unknown) =>
    request(`${node.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const at = (s: number) => ({ earliest_ms: began_ms + s * 1000, latest_ms: began_ms + s * 1000 });
  const call = (): LogEntry => ({
    at: at(10),
    says: 'call',
    by: 'nr',
    clause: 'FREQ-1',
    frequency_mhz: 123.45,
    track: 'd8a003',
  });

  it('takes what is logged, beside what the scenario has, and refuses what no clause can be judged by', async () => {
    expect(await post('calls', call())).toSatisfy(isTaken);
    const { calls } = await eventually(
      () => get<{ calls: CallLogged[] }>('calls'),
      (answer) => answer.calls.some(({ entry }) => entry.track === 'd8a003'),
    );
    expect(calls.map(({ entry }) => entry)).toContainEqual(call());
    expect(calls.map(({ entry }) => entry.says)).toContain('log_opened');
    for (const [wrong, field] of [
      [{ ...call(), by: 'nobody' }, 'by'],
      [{ ...call(), clause: 'NONE' }, 'clause'],
      [{ ...call(), clause: 'CARE-1' }, 'says'],
      [{ ...call(), step: 3 }, 'step'],
      [{ ...call(), at: { earliest_ms: 2, latest_ms: 1 } }, 'at.latest_ms'],
    ] as const) {
      const { status, body } = await post('calls', wrong);
      expect([status, JSON.parse(body).error.field]).toEqual([400, field]);
    }
    expect((await post('calls', { ...call(), extra: 1 })).status).toBe(400);
  });

  it('gives for an alert on which frequencies crews call, and the signals', async () => {
    const { steps } = await eventually(
      () => get<{ steps: CrewSteps[] }>('alerts/steps'),
      (answer) => answer.steps.length > 0,
    );
    const [first] = steps;
    expect(first!.ladders[0]!.rungs.map(({ call: say }) => Object.keys(say))).toEqual([
      ['en', 'fr'],
      ['en', 'fr'],
    ]);
    expect(first!.signals[0]!.signals[0]).toMatchObject({ meaning: { en: 'I have seen you.', fr: 'Je vous ai vu.' } });
  });

  it('judges the ladder by what was logged, and opens a question on the breach that people answer', async () => {
    const { questions } = await eventually(
      () => get<{ questions: Question[] }>('questions'),
      (answer) => answer.questions.length > 0,
    );
    const question = questions.find(({ clause }) => clause === 'CARE-1')!;
    expect(question).toMatchObject({ state: 'open', answers: [], agreed: null });
    const { verdicts } = await get<{ verdicts: VerdictGiven[] }>(
      `verdicts?about=${encodeURIComponent(question.about)}`,
    );
    expect(verdicts.map(({ clause, answer }) => [clause, answer])).toEqual([['SEP-1', 'breached']]);
    const ladder = await eventually(
      () => get<{ verdicts: VerdictGiven[] }>('verdicts?clause=FREQ-1'),
      (answer) => answer.verdicts.some(({ subjects }) => subjects[0]?.track === 'd8a003'),
    );
    const ours = ladder.verdicts.find(({ subjects }) => subjects[0]?.track === 'd8a003');
    expect(ours).toMatchObject({ answer: 'breached', why: 'not_done', subjects: [{ party: 'nr' }] });

    const answer = {
      question: question.question,
      by: { party: 'nr', role: 'review-chair' },
      speaker: 'A. Reviewer',
      answer: 'complied',
      because: 'Both crews saw each other in time.',
    };
    expect((await post('questions/answers', { ...answer, question: 'none' })).status).toBe(404);
    const refused = await post('questions/answers', { ...answer, by: { party: 'nr', role: 'attache' } });
    expect([refused.status, refused.body]).toEqual([409, expect.stringContaining('asks nr review-chair')]);
    for (const party of ['nr', 'so']) {
      expect(await post('questions/answers', { ...answer, by: { ...answer.by, party } })).toSatisfy(isTaken);
    }
    const again = await eventually(
      () => get<{ questions: Question[] }>('questions'),
      (all) => all.questions.some(({ state }) => state === 'answered'),
    );
    expect(again.questions.find((one) => one.question === question.question)).toMatchObject({
      agreed: 'complied',
      awaited: [],
      answers: [{ speaker: 'A. Reviewer' }, { by: { party: 'so' } }],
    });
  });

  it('says all of it again from its journal, the calls among it', async () => {
    await node.close();
    expect(verifyJournal(data)).toMatchObject({ ok: true });
    const said: string[] = [];
    const rerun = rerunJournal(data, { onOutcome: (line) => said.push(line) });
    expect(rerun).toMatchObject({ ok: true, difference: null });
    expect(said.filter((line) => line.includes('"kind":"call_logged"') && line.includes('d8a003'))).toHaveLength(1);
  });
});
