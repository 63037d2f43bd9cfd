import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseStep, CaseWork, Report, StandingReport, Tally, TallyCase } from '@skyaccord/accord';
import { tallied } from '@skyaccord/accord';
import { beforeAll, describe, expect, it } from 'vitest';
import { eventually, json, request, testNode } from '../../test/node.ts';
import { type RunningNode, verifyJournal } from '../main.ts';
import type { CaseSummary } from '../store/store.ts';

const file = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const PLAYED = {
  scenario: file('scenarios/sea-and-air.yaml'),
  memorandum: file('examples/memoranda/incidents-at-sea-and-air.yaml'),
};
type Refusal = { error: { code: string; message: string; field: string | null } };

describe('a case that a node opens by itself', () => {
  let node: RunningNode;
  let folder: string;
  let id = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skyaccord-cases-'));
    node = await testNode({ data: join(folder, 'data'), ...PLAYED, speed: 60 });
    const { cases } = await eventually(
      () => get<{ cases: CaseSummary[] }>('cases'),
      (answer) => answer.cases.some(({ state }) => state === 'closed'),
      60_000,
    );
    id = cases.find(({ state }) => state === 'closed')?.id ?? '';
    return async () => {
      await node.close();
      await rm(folder, { recursive: true });
    };
  });

  const get = <T>(path: string) => json<T>(`${node.url}/api/v1/${path}`);
  const post = async <T>(path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await request(`${node.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: JSON.parse(answer.body) as T };
  };
  const work = async () => (await get<{ work: CaseWork }>(`cases/${id}/work`)).work;
  const step = (one: object) => post<CaseStep & Refusal>(`cases/${id}/steps`, { step: one });

  it('is alleged, with figures recorded and nothing said', async () => {
    const { work: found, party, may } = await get<{ work: CaseWork; party: string; may: string[] }>(`cases/${id}/work`);
    expect(found).toMatchObject({ reference: id, state: 'alleged', accounts: [], risk: null, closed_ms: null });
    expect(found.parties).toContain(party);
    expect(may).toEqual(expect.arrayContaining(['account', 'stance', 'signed_off']));
    expect(may).not.toContain('report_withdrawn');
    expect(found.deadlines.map(({ state }) => state)).toContain('open');
  });

  it('takes an account, holds its figures against the recorded ones, and keeps back what is withheld', async () => {
    const { status, body } = await step({
      act: 'account',
      full: false,
      text: 'We held our course.',
      figures: { h_cpa_m: 9_000, v_cpa_m: 77.125 },
      contents: ['account'],
      withhold: ['v_cpa_m'],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ n: 1, by: { name: 'Demo' }, figures: { h_cpa_m: 9_000 } });
    expect(JSON.stringify(body)).not.toContain('77.125');
    const found = await work();
    // Its own party reads what it holds back.
    expect(found.accounts[0]?.figures.v_cpa_m).toBe(77.125);
    expect(Object.keys(found.accounts[0]?.withheld ?? {})).toEqual(['v_cpa_m']);
    expect(found.differences.find(({ figure }) => figure === 'h_cpa_m')?.differs).toBe(true);
  });

  it('takes one step after the other, also when many come at once', async () => {
    const comments = ['one', 'two', 'three', 'four', 'five'];
    const answers = await Promise.all(comments.map((text) => step({ act: 'commented', text })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(answers.map(({ body }) => body.n).sort()).toEqual([2, 3, 4, 5, 6]);
  });

  it('refuses what is not of the form, and a sign-off that no key made', async () => {
    expect((await step({ act: 'stance', stance: 'angry', reason: '' })).status).toBe(400);
    expect((await step({ act: 'opened' })).status).toBe(400);
    expect((await step({ act: 'commented', text: 'x', party: 'other' })).status).toBe(400);
    const call = { at: { earliest_ms: 1, latest_ms: 2 }, says: 'call', by: 'nobody', clause: 'NONE' };
    const said = { act: 'account', full: false, text: 'x', figures: {}, contents: [], calls: [call] };
    expect((await step(said)).body.error).toMatchObject({ code: 'call_invalid', field: 'by' });
    const { heads, sha256 } = await get<{ heads: object; sha256: string }>(`cases/${id}/findings`);
    const signed = await step({ act: 'signed_off', heads, sha256, signature: 'x' });
    expect([signed.status, signed.body.error.code]).toEqual([409, 'case_step_refused']);
    const stale = await step({ act: 'signed_off', heads, sha256: '0'.repeat(64), signature: 'x' });
    expect(stale.body.error.message).toContain(sha256);
    expect((await post<Refusal>('cases/none/steps', { step: { act: 'commented', text: 'x' } })).status).toBe(404);
  });

  it('signs exactly the bytes whose digest it tells', async () => {
    const { sha256, findings } = await get<{ sha256: string; findings: object }>(`cases/${id}/findings`);
    const content = await request(`${node.url}/api/v1/cases/${id}/findings/content`);
    expect(content.headers['x-content-sha256']).toBe(sha256);
    expect(JSON.parse(content.body)).toEqual(findings);
  });

  it('takes files of few kinds, hands them out to be saved only, and refuses the rest', async () => {
    const attach = (name: string, media_type: string, data: Buffer) =>
      post<CaseStep & Refusal>(`cases/${id}/attachments`, { name, media_type, data: data.toString('base64') });
    const text = Buffer.from('radio log');
    const { status, body } = await attach('../../../etc/log.txt', 'text/plain', text);
    expect([status, body]).toMatchObject([201, { act: 'attached', name: 'log.txt', bytes: 9 }]);
    const { sha256 } = body as unknown as { sha256: string };
    const back = await request(`${node.url}/api/v1/cases/${id}/attachments/${sha256}`);
    expect(back.body).toBe('radio log');
    expect(back.headers['content-type']).toBe('application/octet-stream');
    expect(back.headers['content-disposition']).toBe("attachment; filename*=UTF-8''log.txt");
    expect(back.headers['x-content-type-options']).toBe('nosniff');
    for (const [name, type, data] of [
      ['page.html', 'text/html', '<script>1</script>'],
      ['fake.png', 'image/png', '<svg/>'],
      ['null.txt', 'text/plain', 'a\0b'],
      ['empty.txt', 'text/plain', ''],
    ] as const) {
      const refused = await attach(name, type, Buffer.from(data));
      expect([name, refused.status, refused.body.error.code]).toEqual([name, 400, 'attachment_refused']);
    }
    const large = await attach('large.txt', 'text/plain', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'));
    expect([400, 413]).toContain(large.status);
    expect((await request(`${node.url}/api/v1/cases/${id}/attachments/${'0'.repeat(64)}`)).status).toBe(404);
  });

  it('takes a report in words alone, finds the case that it may be about, and lets its reporter withdraw it', async () => {
    const { time_ms } = await work();
    const filed = await post<{ report: Report; candidates: { case: string }[] } & Refusal>('reports', {
      report: { what_happened: 'They came very near.', time: new Date((time_ms ?? 0) + 30_000).toISOString() },
      reporter: { name: 'Canary Name', contact: 'canary@example.org' },
    });
    expect(filed.status).toBe(201);
    const { report, candidates } = filed.body;
    expect(candidates[0]?.case).toBe(id);
    expect(report).toMatchObject({ horizontal_m: null, weather: null, own: { callsign: null } });
    expect(JSON.stringify(filed.body)).not.toContain('Canary');
    const shown = await get<{ reporter: { name: string } }>(`reports/${report.id}`);
    expect(shown.reporter.name).toBe('Canary Name');
    const linked = await post<StandingReport>(`reports/${report.id}/case`, { case: id });
    expect(linked.body.case).toBe(id);
    const withdrawn = await post<StandingReport>(`reports/${report.id}/withdraw`, { reason: 'A bird.' });
    expect(withdrawn.body.withdrawn?.reason).toBe('A bird.');
    const wrong = await post<Refusal>('reports', { report: { what_happened: 'x', own: { heading_deg: 999 } } });
    expect([wrong.status, wrong.body.error.field]).toEqual([400, 'own.heading_deg']);
  });

  it('opens a case on a report where none was recorded; withdrawn, it rests on nothing', async () => {
    const { body } = await post<{ report: Report }>('reports', {
      report: { what_happened: 'Nobody else saw it.', own: { callsign: 'SOLO1' }, horizontal_m: 150 },
    });
    const { body: linked } = await post<StandingReport>(`reports/${body.report.id}/case`, { case: null });
    const found = (await get<{ work: CaseWork }>(`cases/${linked.case}/work`)).work;
    expect(found).toMatchObject({ state: 'alleged', withdrawn: null });
    expect(found.records[0]).toMatchObject({ basis: 'report', recorded: { h_cpa_m: 150 } });
    await post(`reports/${body.report.id}/withdraw`, { reason: 'I was wrong.' });
    const after = (await get<{ work: CaseWork }>(`cases/${linked.case}/work`)).work;
    expect(after.withdrawn).toBe('I was wrong.');
  });

  it('is counted with the cases behind each number, as CSV and Parquet too; counted anew it is the same', async () => {
    const { tallies } = await get<{ tallies: Tally[] }>('tallies?by=party');
    expect(tallies.find(({ cases }) => cases.includes(id))).toBeDefined();
    const csv = (await request(`${node.url}/api/v1/tallies/table`)).body.trim().split('\r\n');
    const rows = csv.slice(1).map((line) => line.split(','));
    const again = rows.map(([name = '', time = '', cls, clause, parties = '', breached, , , state = '']): TallyCase => {
      const time_ms = time === '' ? null : Date.parse(time);
      const known = { id: name, time_ms, class: cls || null, clause: clause || null, state };
      const rest = { h_cpa_m: null, v_cpa_m: null, risk: null, closed: false };
      return { ...known, ...rest, parties: parties === '' ? [] : parties.split(' '), breached: breached === 'yes' };
    });
    for (const by of ['class', 'clause', 'party', 'month', 'state'] as const) {
      expect((await get<{ tallies: Tally[] }>(`tallies?by=${by}`)).tallies).toEqual(tallied(again, by));
    }
    const parquet = await fetch(`${node.url}/api/v1/tallies/table?format=parquet`);
    expect(
      Buffer.from(await parquet.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('PAR1');
  });

  it('stands as before after a restart, its journal verifies, and the tallies made anew are those kept', async () => {
    await post('playback', { paused: true });
    const before = await work();
    const counted = await Promise.all(['class', 'party', 'state'].map((by) => get(`tallies?by=${by}`)));
    const reports = await get<{ reports: StandingReport[] }>('reports');
    await node.close();
    const data = join(folder, 'data');
    expect(verifyJournal(data).ok).toBe(true);
    // What is kept back, and who reported, is in neither journal nor log: a commitment to it is.
    for (const name of await readdir(data, { recursive: true, withFileTypes: true })) {
      if (!name.isFile() || name.parentPath.endsWith('personal')) continue;
      const bytes = await readFile(join(name.parentPath, name.name));
      for (const canary of ['77.125', 'Canary Name', 'canary@example.org']) expect(bytes.includes(canary)).toBe(false);
    }
    node = await testNode({ data, ...PLAYED, speed: 1 });
    const { deadlines: _then, ...rest } = before;
    expect(await work()).toMatchObject(rest);
    expect(await get('reports')).toEqual(reports);
    const anew = await Promise.all(['class', 'party', 'state'].map((by) => get(`tallies?by=${by}`)));
    expect(anew).toEqual(counted);
  });
});
