import { createHash } from 'node:crypto';
import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseStep } from '@skyaccord/accord';
import { expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { Attachments } from './attachments.ts';
import { FileExchange } from './file_exchange.ts';

const dataDirectory = dataDirectories();
const TEXT = Buffer.from('A line of a log that both may read.\n'.repeat(6_000));
const sha256Of = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

type Told = { to: string; update: { kind: string; data?: string | null } };
type Listener = { taken(step: CaseStep): void };

/** A node's files, what it tells, and the steps that its case book has. */
function sideOf(own: string, other: string) {
  const data = dataDirectory();
  const files = new Attachments(data);
  const steps: CaseStep[] = [];
  const told: Told[] = [];
  const refused: string[] = [];
  const takes = new Map<string, (from: string, update: object) => void>();
  const listeners: Listener[] = [];
  let now_ms = 0;
  const matter = { base: { parties: ['nc', 'mu'] }, steps };
  const host = {
    cases: { book: { all: () => [matter], matter: () => matter }, listen: (one: Listener) => listeners.push(one) },
    changed: () => {},
    options: { log: { warn: ({ why }: { why: string }) => refused.push(why) } },
  };
  const wire = {
    own,
    peers: [other],
    isUp: () => true,
    onLive: (kind: string, take: (from: string, update: object) => void) => takes.set(kind, take),
    tell: (to: string, _name: string, update: Told['update']) => told.push({ to, update }),
  };
  const make = () => new FileExchange(host as never, wire as never, files, () => now_ms);
  return {
    data,
    files,
    told,
    refused,
    exchange: make(),
    make,
    later: () => {
      now_ms += 3_000;
    },
    step: (one: CaseStep) => {
      steps.push(one);
      for (const listener of listeners) listener.taken(one);
    },
    receive: (from: string, update: { kind: string }) => takes.get(update.kind)?.(from, update),
  };
}
type Side = ReturnType<typeof sideOf>;

const attached = (party: string, data: Buffer, shared: boolean, change: object = {}): CaseStep => ({
  case: 'c',
  party,
  n: 1,
  made_ms: 1,
  by: null,
  act: 'attached',
  name: 'log.txt',
  media_type: 'text/plain',
  bytes: data.length,
  sha256: sha256Of(data),
  shared,
  ...change,
});

function two(): [Side, Side] {
  const [nc, mu] = [sideOf('nc', 'mu'), sideOf('mu', 'nc')];
  nc.files.keep('log.txt', 'text/plain', TEXT);
  return [nc, mu];
}
/** Carries what waits either way, at most so many messages. */
function carry(nc: Side, mu: Side, most = 100): void {
  for (let n = 0; n < most; n += 1) {
    const from = mu.told.length > 0 ? mu : nc;
    const one = from.told.shift();
    if (one === undefined) return;
    (from === mu ? nc : mu).receive(from === mu ? 'mu' : 'nc', one.update);
  }
}

test('a file that is given comes in parts, whole and as it was, also after a break half way', () => {
  const [nc, mu] = two();
  for (const side of [nc, mu]) side.step(attached('nc', TEXT, true));
  mu.exchange.look();
  carry(nc, mu, 3);
  expect(mu.files.has(sha256Of(TEXT))).toBe(false);
  const begun = mu.files.begun(sha256Of(TEXT));
  expect(begun).toBeGreaterThan(0);
  // The link breaks and the node starts again: it goes on from what it has.
  mu.told.length = 0;
  nc.told.length = 0;
  const again = mu.make();
  again.begin();
  again.stop();
  again.look();
  expect(mu.told[0]?.update).toMatchObject({ kind: 'file_asked', from: begun });
  carry(nc, mu);
  expect(mu.files.read(sha256Of(TEXT))?.equals(TEXT)).toBe(true);
  expect(mu.refused).toEqual([]);
  expect(readdirSync(path.join(mu.data, 'attachments'))).toEqual([sha256Of(TEXT)]);
});

test('a file that is withheld is neither asked for nor given, to nobody who asks', () => {
  const [nc, mu] = two();
  for (const side of [nc, mu]) side.step(attached('nc', TEXT, false));
  mu.exchange.look();
  expect(mu.told).toEqual([]);
  nc.receive('mu', { kind: 'file_asked', sha256: sha256Of(TEXT), from: 0 } as never);
  expect(nc.told.map(({ update }) => update.data)).toEqual([null]);
  // Nor to a party that has nothing to do with the case.
  const [open] = two();
  open.step(attached('nc', TEXT, true));
  open.receive('xx', { kind: 'file_asked', sha256: sha256Of(TEXT), from: 0 } as never);
  expect(open.told.map(({ update }) => update.data)).toEqual([null]);
});

test('what has not the digest, size or type that were told is not kept', () => {
  for (const [change, from] of [
    [{ sha256: '0'.repeat(64) }, 'another digest'],
    [{ bytes: 10 }, 'more bytes'],
    [{ media_type: 'image/png' }, 'another type'],
  ] as const) {
    const [, mu] = two();
    const step = attached('nc', TEXT.subarray(0, 60_000), true, change);
    mu.step(step);
    mu.exchange.look();
    const { sha256 } = step as { sha256: string } & CaseStep;
    const data = TEXT.subarray(0, 60_000).toString('base64');
    mu.receive('nc', { kind: 'file_part', sha256, from: 0, data } as never);
    expect(mu.files.has(sha256), from).toBe(false);
    expect(mu.files.begun(sha256), from).toBe(0);
    expect(mu.refused, from).toEqual(['it is not what its digest, its size and its type say']);
  }
});

test('what was not asked for, is no part, or comes twice changes nothing; what does not come is asked for again', () => {
  const [, mu] = two();
  const step = attached('nc', TEXT, true) as { sha256: string } & CaseStep;
  const part = (change: object) => ({ kind: 'file_part', sha256: step.sha256, from: 0, data: 'QUJD', ...change });
  mu.receive('nc', part({}));
  mu.step(step);
  for (const change of [{ data: 'A'.repeat(100_000) }, { from: -1 }, { from: 3 }, { sha256: '../x' }, { data: 7 }]) {
    mu.receive('nc', part(change));
  }
  expect(mu.files.begun(step.sha256)).toBe(0);
  mu.exchange.look();
  mu.exchange.look();
  expect(mu.told).toHaveLength(1);
  mu.later();
  mu.exchange.look();
  expect(mu.told).toHaveLength(2);
  mu.receive('nc', part({}));
  mu.receive('nc', part({}));
  expect(mu.files.begun(step.sha256)).toBe(3);
});

test('no more is fetched than the disk is to hold', () => {
  const [, mu] = two();
  const step = attached('nc', TEXT, true) as { sha256: string } & CaseStep;
  mu.files.keep('log.txt', 'text/plain', Buffer.from('own'));
  const full = path.join(mu.data, 'attachments', 'full');
  writeFileSync(full, '');
  // A file with a hole in it: large to look at, and nothing on the disk.
  truncateSync(full, 2 * 1024 ** 3);
  mu.step(step);
  mu.exchange.look();
  mu.receive('nc', { kind: 'file_part', sha256: step.sha256, from: 0, data: 'QUJD' } as never);
  expect(mu.files.begun(step.sha256)).toBe(0);
  expect(statSync(full).size).toBe(2 * 1024 ** 3);
});
