import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dataDirectories } from '../test/data_directory.ts';
import { eventually, json, reader, request, testNode } from '../test/node.ts';
import { NodeError, type NodeOptions, verifyJournal } from './main.ts';
import { openSqliteReader } from './store/sqlite.ts';

const newFolder = dataDirectories();

async function refusal(options: NodeOptions): Promise<NodeError> {
  const started = await testNode({ data: newFolder(), ...options }).catch((error: unknown) => error);
  if (started instanceof NodeError) return started;
  if (started instanceof Error) throw started;
  await (started as { close(): Promise<void> }).close();
  throw new Error('it was not refused');
}

const file = (text: string) => {
  const name = path.join(newFolder(), 'file');
  fs.writeFileSync(name, text);
  return name;
};

describe('a start that cannot be', () => {
  test.each([
    [{ port: 80_000 }, 'options_invalid', '--port 80000: a port is a whole number from 0 to 65535'],
    [{ speed: 0 }, 'options_invalid', '--speed 0: a speed is from 0.1 to 1000'],
    [{ feed: 'file:///x' }, 'options_invalid', '--feed file:///x: a feed is an http or https URL'],
    [{ feed: 'http://me:secret@host/x' }, 'options_invalid', 'without a user name or password'],
    [{ feed: 'http://host/x', speed: 2 }, 'options_invalid', 'a live feed has the speed of time'],
    [{ feed: 'http://host/x', replay: ['y'] }, 'options_invalid', 'only one can be given'],
    [{ replay: [] }, 'options_invalid', 'a replay needs at least one file'],
    [{ memorandum: 'nowhere.yaml' }, 'file_unreadable', '--memorandum nowhere.yaml'],
    [{ scenario: 'nowhere.yaml' }, 'file_unreadable', '--scenario nowhere.yaml'],
    [{ basemap: 'nowhere.pmtiles' }, 'file_unreadable', 'there is no such file'],
    [{ replay: ['nowhere.json'] }, 'recording_unreadable', 'nowhere.json: there is no such file'],
  ] as const)('%j: %s, "%s"', async (options, code, words) => {
    const error = await refusal(options);
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.remedy.length).toBeGreaterThan(10);
  });

  test('a memorandum that says nothing that can be run is refused with all places', async () => {
    const memorandum = file('skyaccord: memorandum/1\nid: x\nversion: 0\n');
    const error = await refusal({ memorandum });
    expect(error.code).toBe('memorandum_invalid');
    expect(error.message).toContain('version');
    expect(error.message).toContain('clauses');
  });

  test('a scenario that cannot be read is refused with its places', async () => {
    const error = await refusal({ scenario: file('skyaccord: scenario/1\nid: x\n') });
    expect(error.code).toBe('scenario_invalid');
    expect(error.message).toContain('aircraft');
  });

  test('a recording without a usable observation is refused', async () => {
    const replay = file('{"skyaccord":"observations/1"}\nhalf a line');
    expect((await refusal({ replay: [replay] })).code).toBe('recording_empty');
  });

  test('a port that another program listens on is refused, and the data directory is free again', async () => {
    const other = http.createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const data = newFolder();
    const error = await refusal({ port, data });
    expect(error.code).toBe('port_in_use');
    expect(error.message).toContain(`It is ${port}.`);
    await (await testNode({ data })).close();
  });

  test('a data directory that a node holds is refused to a second one, which is told of the first', async () => {
    const data = newFolder();
    const node = await testNode({ data });
    const error = await refusal({ data });
    expect(error.code).toBe('data_in_use');
    expect(error.message).toContain(`process ${process.pid} since 20`);
    expect(error.message).toContain(`at ${node.url}`);
    await node.close();
    await (await testNode({ data })).close();
  });

  test('a journal in which one character was changed is refused, and says where', async () => {
    const data = newFolder();
    const node = await testNode({ data, speed: 30 });
    await eventually(
      () => json<{ sequence: number }>(`${node.url}/api/v1/journal/head`),
      ({ sequence }) => sequence > 20,
    );
    await node.close();
    expect(verifyJournal(data).ok).toBe(true);
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path.join(data, 'journal.sqlite'));
    const { sequence } = database
      .prepare("SELECT sequence FROM records WHERE record LIKE '%NORD11%' AND kind = 'tick' LIMIT 1")
      .get() as { sequence: number };
    database.exec(`UPDATE records SET record = replace(record, 'NORD11', 'NORD12') WHERE sequence = ${sequence}`);
    database.close();
    const error = await refusal({ data });
    expect(error.code).toBe('journal_broken');
    expect(error.message).toContain(`Sequence ${sequence}: record ${sequence} was changed`);
    expect(verifyJournal(data)).toMatchObject({ ok: false, records: sequence - 1 });
  });
});

describe('a node that starts and stops', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'as a process of its own, ends within 3 s of %s with code 0',
    async (signal) => {
      const data = newFolder();
      const child = spawn(
        process.execPath,
        [path.join(import.meta.dirname, '../test/crash_child.ts'), data, 'scenario'],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      const url = String((await once(child.stdout, 'data'))[0]).trim();
      const stream = await reader(url);
      await stream.find(({ type }) => type === 'tick');
      const begun_ms = performance.now();
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
      expect(performance.now() - begun_ms).toBeLessThan(3_000);
      expect(kinds(data).at(-1)).toBe('run_ended');
      expect(verifyJournal(data).ok).toBe(true);
    },
  );

  test('begins with an empty journal, ends its run when it is stopped, and begins another on the next start', async () => {
    const data = newFolder();
    for (const runs of [1, 2]) {
      const node = await testNode({ data, speed: 30 });
      await eventually(
        () => json<{ tracks: number }>(`${node.url}/api/v1/status`),
        ({ tracks }) => tracks > 5,
      );
      const begun_ms = performance.now();
      await node.close();
      await node.close();
      expect(performance.now() - begun_ms).toBeLessThan(3_000);
      await expect(request(`${node.url}/health`)).rejects.toThrow('ECONNREFUSED');
      expect(kinds(data).filter((kind) => kind === 'run_started')).toHaveLength(runs);
      expect(kinds(data).filter((kind) => kind === 'run_ended')).toHaveLength(runs);
      expect(verifyJournal(data)).toMatchObject({ ok: true, problem: null });
    }
  });

  test('a verification names the head, and counts what is there', async () => {
    const data = newFolder();
    const node = await testNode({ data, speed: 60 });
    await eventually(
      () => json<{ tick: number; tracks: number }>(`${node.url}/api/v1/status`),
      ({ tracks }) => tracks > 5,
    );
    const beside = verifyJournal(data);
    await node.close();
    const after = verifyJournal(data);
    expect(after.records).toBeGreaterThan(beside.records);
    expect(after.outcomes).toBeGreaterThan(5);
    expect(after.observations).toBeGreaterThan(20);
    expect(after.head).toMatch(/^[0-9a-f]{64}$/);
  });

  test('there is nothing to verify where no node has been', () => {
    expect(() => verifyJournal(newFolder())).toThrow(/There is no journal at/);
  });
});

function kinds(data: string): string[] {
  const reader = openSqliteReader(path.join(data, 'journal.sqlite'));
  try {
    return [...reader.records(1)].map(({ kind }) => kind);
  } finally {
    reader.close();
  }
}
