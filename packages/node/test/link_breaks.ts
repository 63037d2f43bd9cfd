import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRecord } from '../src/journal/record.ts';
import { openIdentity } from '../src/link/identity.ts';
import type { LinkRecord } from '../src/link/link_log.ts';
import { verifyJournal } from '../src/main.ts';
import { openSqliteReader } from '../src/store/sqlite.ts';
import { BREAKS, type Break, CutLine } from './cut_line.ts';

const MEMORANDUM = `
skyaccord: memorandum/1
id: breaks
version: 1
languages: [en]
title: {en: For breaking a link}
parties:
  - {id: nc, name: Compact, role: signatory}
  - {id: mu, name: Union, role: signatory}
clauses:
  - {id: TALK-1, kind: qualitative_duty, words: {en: Talk.}}
`;
const CHILD = fileURLToPath(new URL('./link_child.ts', import.meta.url));
const STARTED_MS = 60_000;
const SETTLED_MS = 60_000;
const QUIET_LOOKS = 10;

export type BreaksPlan = {
  readonly folder: string;
  readonly rounds: number;
  readonly seed: number;
  readonly onRound?: (round: number, what: string) => void;
};

/** One way over a link: what was said at the one node, what its journal says was sent, what the other's received. */
export type Way = {
  readonly said: readonly string[];
  readonly sent: readonly string[];
  readonly received: readonly string[];
  readonly verifies: boolean;
};
export type Breaks = {
  readonly kills: number;
  readonly breaks: Readonly<Record<Break, number>>;
  readonly ways: readonly Way[];
};

type Party = 'nc' | 'mu';
type Running = { readonly child: ChildProcess; readonly url: string };

/**
 * Two linked nodes in processes of their own, which say things to each other while the line between them is broken in
 * every way and healed, and either is killed and started again; then what both journals hold.
 */
export async function breakLink({ folder, rounds, seed, onRound }: BreaksPlan): Promise<Breaks> {
  const draw = generator(seed);
  const line = new CutLine();
  const running = {} as Record<Party, Running>;
  const said: Record<Party, string[]> = { nc: [], mu: [] };
  const at = await line.listen();
  const { files, memorandum } = prepare(folder, at);
  const start = async (party: Party): Promise<void> => {
    running[party] = await startChild(
      [path.join(folder, party), memorandum, files[party]],
      party === 'nc' ? line : null,
    );
  };
  const breaks: Record<Break, number> = { cut: 0, slow: 0, half_open: 0, replayed: 0 };
  let kills = 0;
  try {
    await Promise.all([start('nc'), start('mu')]);
    for (let round = 0; round < rounds; round++) {
      await Promise.all((['nc', 'mu'] as const).map((party) => say(running[party].url, party, round, said[party])));
      await pause(300 * draw());
      const kill = draw() < 0.3;
      const party = draw() < 0.5 ? 'nc' : 'mu';
      const way = BREAKS[Math.floor(draw() * BREAKS.length)] as Break;
      onRound?.(round, kill ? `kill -9 of ${party}` : way.replace('_', '-'));
      if (kill) {
        kills += 1;
        await end(running[party].child);
        await start(party);
      } else {
        breaks[way] += 1;
        line.break(way);
        await pause(600 * draw());
        line.heal();
      }
    }
    line.heal();
    await settled(running, said);
  } finally {
    for (const { child } of Object.values(running)) await end(child);
    line.close();
  }
  const ways = (['nc', 'mu'] as const).map((from): Way => {
    const to = from === 'nc' ? 'mu' : 'nc';
    return {
      said: said[from],
      sent: bodies(path.join(folder, from), 'sent'),
      received: bodies(path.join(folder, to), 'received'),
      verifies: verifyJournal(path.join(folder, from)).ok,
    };
  });
  return { kills, breaks, ways };
}

function prepare(folder: string, port: number) {
  const memorandum = path.join(folder, 'm.yaml');
  writeFileSync(memorandum, MEMORANDUM);
  const cards = {} as Record<Party, ReturnType<typeof openIdentity>['card']>;
  for (const party of ['nc', 'mu'] as const) {
    mkdirSync(path.join(folder, party), { recursive: true });
    cards[party] = openIdentity(path.join(folder, party), party).card;
  }
  const shows = { statements: { rung: 'identity', delay_s: null, resolution_m: null } };
  const files = { nc: path.join(folder, 'nc.json'), mu: path.join(folder, 'mu.json') };
  const nc = { party: 'nc', listen: '127.0.0.1:0', peers: [{ card: cards.mu, address: null, shows }] };
  const mu = { party: 'mu', listen: null, peers: [{ card: cards.nc, address: `127.0.0.1:${port}`, shows }] };
  writeFileSync(files.nc, JSON.stringify(nc));
  writeFileSync(files.mu, JSON.stringify(mu));
  return { files, memorandum };
}

async function startChild(args: readonly string[], line: CutLine | null): Promise<Running> {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [first] = (await once(child.stdout!, 'data', { signal: AbortSignal.timeout(STARTED_MS) })) as [Buffer];
  const { url, link_port } = JSON.parse(String(first)) as { url: string; link_port: number | null };
  if (link_port !== null) line?.leadTo(link_port);
  return { child, url };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** A statement by the party, which its node shows the other; noted once the node has said that it is durable. */
async function say(url: string, party: Party, round: number, said: string[]): Promise<void> {
  const id = `${party}-${round}`;
  const about = { party, thing: 'the line' };
  const who = { speaker: 'Officer', speaks_for: party, setting: 'written', words: id, source: 'test' };
  const statement = { id, subject: 'line', predicate: 'open', ...who, about, as_of: Date.now() - 1_000 };
  for (;;) {
    const answer = await fetch(`${url}/api/v1/statements`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ statement }),
    });
    if (answer.status === 201) break;
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    // Said again after an answer that came too late: it was taken.
    if (error.code === 'statement_known') break;
    if (error.code !== 'change_waits') throw new Error(`${id}: ${error.message}`);
  }
  said.push(id);
}

/** Waits until either node shows all that was said at the other, and has a receipt for whatever else it sent. */
async function settled(running: Record<Party, Running>, said: Record<Party, string[]>): Promise<void> {
  const until = performance.now() + SETTLED_MS;
  const ask = async <Answer>(party: Party, path: string): Promise<Answer> =>
    (await (await fetch(`${running[party].url}/api/v1/${path}`)).json()) as Answer;
  let quiet = 0;
  for (;;) {
    const counts = await Promise.all(
      (['nc', 'mu'] as const).map(async (party) => {
        const { statements } = await ask<{ statements: { statement: { speaks_for: string } }[] }>(party, 'statements');
        return statements.filter(({ statement }) => statement.speaks_for !== party).length;
      }),
    );
    const waiting = await Promise.all(
      (['nc', 'mu'] as const).map(async (party) => {
        const { links } = await ask<{ links: { phase: string; unacknowledged: number }[] }>(party, 'links');
        return links.some(({ phase, unacknowledged }) => phase !== 'up' || unacknowledged > 0);
      }),
    );
    const done = counts[0] === said.mu.length && counts[1] === said.nc.length && !waiting.includes(true);
    // One message may bring forth another: a receipt for the last of them is waited for a few times.
    quiet = done ? quiet + 1 : 0;
    if (quiet === QUIET_LOOKS) return;
    if (performance.now() > until)
      throw new Error(`heard ${counts.join(' and ')} of ${said.mu.length} and ${said.nc.length}`);
    await pause(100);
  }
}

/** Messages of the kept stream that a journal holds, in its order, each as text. */
function bodies(data: string, way: 'sent' | 'received'): string[] {
  const reader = openSqliteReader(path.join(data, 'journal.sqlite'));
  try {
    return [...reader.records(1)].flatMap((stored) => {
      if (stored.kind !== 'link') return [];
      const record = parseRecord(stored).body as LinkRecord;
      if (record.way !== way) return [];
      const { frame } = record.sealed.content;
      return frame.kind === 'kept' ? [`${frame.sequence} ${JSON.stringify(frame.body)}`] : [];
    });
  } finally {
    reader.close();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Numbers that look random and are the same for a seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
