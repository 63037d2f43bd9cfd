import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '@skyaccord/proof';
import { WebSocket } from 'ws';
import { verifyJournal } from '../src/main.ts';
import { openSqliteReader } from '../src/store/sqlite.ts';

export type CrashPlan = {
  readonly data: string;
  readonly mode: 'scenario' | 'live';
  readonly kills: number;
  /** Of the moments at which it is killed. */
  readonly seed: number;
  readonly onKill?: (kill: Kill) => void;
};
/** One kill: when, how much a reader had been given by then, and what of it the journal does not have afterwards. */
export type Kill = {
  readonly after_ms: number;
  readonly starting: boolean;
  readonly given: number;
  readonly missing: readonly string[];
  readonly records: number;
  readonly outcomes: number;
  readonly problem: string | null;
};

const CHILD = fileURLToPath(new URL('./crash_child.ts', import.meta.url));
const RUN_MS = 2_000;
const START_MS = 900;

/**
 * Starts a node, lets a reader keep every outcome that it is given, kills the node with SIGKILL at a random moment
 * (every fourth time while it still starts), and looks whether its journal verifies and holds all that was given. Then
 * again, on the same data directory.
 */
export async function crash(plan: CrashPlan): Promise<Kill[]> {
  const draw = generator(plan.seed);
  const kills: Kill[] = [];
  for (let k = 0; k < plan.kills; k++) {
    const starting = k % 4 === 2;
    const after_ms = Math.round(draw() * (starting ? START_MS : RUN_MS));
    const given = await killAfter(plan, starting, after_ms);
    const kill = { after_ms, starting, given: given.length, ...look(plan.data, given) };
    plan.onKill?.(kill);
    kills.push(kill);
  }
  return kills;
}

async function killAfter(plan: CrashPlan, starting: boolean, after_ms: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, plan.data, plan.mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  const given: string[] = [];
  let socket: WebSocket | null = null;
  try {
    if (!starting) {
      socket = new WebSocket(`${(await urlOf(child)).replace('http', 'ws')}/api/v1/stream`);
      socket.on('error', () => {});
      let greeted = (): void => {};
      const greeting = new Promise<void>((resolve) => {
        greeted = resolve;
      });
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as { type: string; outcomes: unknown[] };
        if (message.type === 'hello') greeted();
        if (message.type === 'tick') for (const outcome of message.outcomes) given.push(canonicalJson(outcome));
      });
      // The time that a reader has does not depend on how busy the machine is.
      await Promise.race([greeting, new Promise((resolve) => setTimeout(resolve, 10_000))]);
    }
    await new Promise((resolve) => setTimeout(resolve, after_ms));
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  // What was on its way when it died still counts as given.
  if (socket !== null && socket.readyState !== WebSocket.CLOSED) await once(socket, 'close');
  return given;
}

async function urlOf(child: ChildProcess): Promise<string> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the node ended by itself, with code ${code}`);
  });
  // The node is killed later, and then this is of no interest.
  ended.catch(() => {});
  const [line] = (await Promise.race([once(child.stdout!, 'data'), ended])) as [Buffer];
  return String(line).trim();
}

function look(data: string, given: readonly string[]): Omit<Kill, 'after_ms' | 'starting' | 'given'> {
  if (!isBegun(data)) return { missing: [...given], records: 0, outcomes: 0, problem: null };
  const { records, outcomes, problem } = verifyJournal(data);
  const store = openSqliteReader(path.join(data, 'journal.sqlite'));
  try {
    const journalled = new Set(store.outcomes(0, 10_000_000).map(({ outcome }) => canonicalJson(outcome)));
    return { missing: given.filter((outcome) => !journalled.has(outcome)), records, outcomes, problem };
  } finally {
    store.close();
  }
}

/** Killed in its first moments, a node leaves no journal yet. */
function isBegun(data: string): boolean {
  try {
    openSqliteReader(path.join(data, 'journal.sqlite')).close();
    return true;
  } catch {
    return false;
  }
}

/** xorshift32: the same moments for the same seed. */
function generator(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
