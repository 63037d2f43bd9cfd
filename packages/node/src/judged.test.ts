import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallLogged, CrewSteps, LogEntry, Question, VerdictGiven } from '@skyaccord/accord';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventually, json, request, testNode } from '../test/node.ts';
import { type RunningNode, rerunJournal, verifyJournal } from './main.ts';

const MEMORANDUM = `
skyaccord: memorandum/1
id: judged
version: 1
languages: [en]
title: {en: To be judged}
parties:
  - id: nc
    name: Compact
    role: signatory
    contacts: [{role: board, name: {en: Board}}]
    aircraft: [{callsign_prefix: NORD}]
  - {id: mu, name: Union, role: signatory, aircraft: [{callsign_prefix: MERI}]}
clauses:
  - id: SEP-3
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [crewed/crewed], between: different_parties}
    lateral: 1 NM
    vertical: 1000 ft
    grace: 0 s
    warn_ahead: 1 min
  - id: SAY
    kind: required_calls
    words: {en: What is said.}
    at: advisory
    steps: [{en: Look out.}]
    calls: [{say: {en: Turning right.}, read_back: {en: 'Turning right, roger.'}, within: 10 s}]
  - {id: SIGNS, kind: visual_signals, words: {en: Signs.}, signals: [{signal: {en: Rocking.}, meaning: {en: I see you.}}]}
  - {id: CARE, kind: qualitative_duty, words: {en: Take care.}, asked: [{party: nc, role: board}]}
  - id: LADDER
    kind: frequency_ladder
    words: {en: Call.}
    rungs: [{frequency: 121.5 MHz, call: {en: Hello.}, wait: 10 s}]
`;

describe('a node that plays two aircraft into a breach', () => {
  let node: RunningNode;
  let folder: string;
  let data: string;
  let began_ms = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skyaccord-judged-'));
    data = join(folder, 'data');
    const memorandum = join(folder, 'memorandum.yaml');
    await writeFile(memorandum, MEMORANDUM);
    node = await testNode({ data, memorandum, speed: 60 });
    const { playback } = await json<{ playback: { from_ms: number } }>(`${node.url}/api/v1/status`);
    began_ms = playback.from_ms;
    return async () => {
      await node.close();
      await rm(folder, { recursive: true });
    };
  });

  const post = (path: string, body: unknown) =>
    request(`${node.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const at = (s: number) => ({ earliest_ms: began_ms + s * 1000, latest_ms: began_ms + s * 1000 });

  it('logs calls, refuses what no clause can be judged by, and judges the ladder by them', async () => {
    const call: LogEntry = {
      at: at(10),
      says: 'call',
      by: 'nc',
      clause: 'LADDER',
      frequency_mhz: 121.5,
      track: 'd1a011',
    };
    expect(await post('calls', call)).toMatchObject({ status: 201 });
    const { calls } = await json<{ calls: CallLogged[] }>(`${node.url}/api/v1/calls`);
    expect(calls.map(({ entry }) => entry)).toEqual([call]);
    for (const [wrong, field] of [
      [{ ...call, by: 'nobody' }, 'by'],
      [{ ...call, clause: 'NONE' }, 'clause'],
      [{ ...call, clause: 'CARE' }, 'says'],
      [{ ...call, step: 2 }, 'step'],
      [{ ...call, at: { earliest_ms: 2, latest_ms: 1 } }, 'at.latest_ms'],
    ] as const) {
      const { status, body } = await post('calls', wrong);
      expect([status, JSON.parse(body).error.field]).toEqual([400, field]);
    }
    expect((await post('calls', { ...call, extra: 1 })).status).toBe(400);
    const { verdicts } = await eventually(
      () => json<{ verdicts: VerdictGiven[] }>(`${node.url}/api/v1/verdicts?clause=LADDER`),
      (answer) => answer.verdicts.length > 0,
    );
    expect(verdicts).toMatchObject([
      { clause: 'LADDER', answer: 'complied', subjects: [{ party: 'nc', track: 'd1a011' }] },
    ]);
  });

  it('gives for an alert what crews say, with the read-back, and the signals', async () => {
    const { steps } = await eventually(
      () => json<{ steps: CrewSteps[] }>(`${node.url}/api/v1/alerts/steps`),
      (answer) => answer.steps.length > 0,
    );
    const [first] = steps;
    expect(first!.required[0]!.calls).toMatchObject([{ read_back: { en: 'Turning right, roger.' }, within_s: 10 }]);
    expect([first!.ladders[0]!.id, first!.signals[0]!.signals[0]!.meaning]).toEqual(['LADDER', { en: 'I see you.' }]);
  });

  it('says verdicts of the breach, and opens a question that a person answers', async () => {
    const { questions } = await eventually(
      () => json<{ questions: Question[] }>(`${node.url}/api/v1/questions`),
      (answer) => answer.questions.length > 0,
    );
    const [question] = questions;
    expect(question).toMatchObject({ clause: 'CARE', state: 'open', answers: [], agreed: null });
    const about = encodeURIComponent(question!.about);
    const { verdicts } = await json<{ verdicts: VerdictGiven[] }>(`${node.url}/api/v1/verdicts?about=${about}`);
    expect(verdicts.map(({ clause }) => clause)).toContain('SEP-3');
    const answer = {
      question: question!.question,
      by: { party: 'nc', role: 'board' },
      speaker: 'A. Reviewer',
      answer: 'complied',
      because: 'The crew turned as soon as it saw the other.',
    };
    expect((await post('questions/answers', { ...answer, question: 'none' })).status).toBe(404);
    const refused = await post('questions/answers', { ...answer, by: { party: 'mu', role: 'board' } });
    expect([refused.status, refused.body]).toEqual([409, expect.stringContaining('asks nc board')]);
    const { status, body } = await post('questions/answers', answer);
    expect(status, body).toBe(201);
    expect(JSON.parse(body)).toMatchObject({
      state: 'answered',
      agreed: 'complied',
      answers: [{ speaker: 'A. Reviewer' }],
    });
    const again = await json<{ questions: Question[] }>(`${node.url}/api/v1/questions`);
    expect(again.questions.find((one) => one.question === question!.question)).toMatchObject({ state: 'answered' });
  });

  it('says all of it again from its journal, the calls among it', async () => {
    await node.close();
    expect(verifyJournal(data)).toMatchObject({ ok: true });
    const said: string[] = [];
    const rerun = rerunJournal(data, { onOutcome: (line) => said.push(line) });
    expect(rerun).toMatchObject({ ok: true, difference: null });
    expect(said.filter((line) => line.includes('"kind":"call_logged"'))).toHaveLength(1);
  });
});
