import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '../packages/node/src/link/frames.ts';
import { openIdentity } from '../packages/node/src/link/identity.ts';
import { Link } from '../packages/node/src/link/link.ts';
import type { LinkHandlers } from '../packages/node/src/link/link_options.ts';
import { dial, LinkListener } from '../packages/node/src/link/sockets.ts';
import { createLog } from '../packages/node/src/log.ts';
import type { Options, Table } from './harness.ts';
import { quantile } from './harness.ts';

const A_SECOND = 5_000;
const STEP_MS = 20;
const BAR_MS = 200;
const TRACKS = 5_000;

/** Track updates one way over a link on loopback; both ends share one thread, where two nodes have one each. */
export async function run(options: Options): Promise<Table> {
  const seconds = Number(options.seconds ?? 20);
  const load = loadavg()[0]?.toFixed(1);
  const folder = mkdtempSync(join(tmpdir(), 'skyaccord-bench-link-'));
  const nc = openIdentity(join(folder, 'nc'), 'nc');
  const mu = openIdentity(join(folder, 'mu'), 'mu');
  const log = createLog('silent');
  const took_ms: number[] = [];
  const idle: LinkHandlers = { kept: () => {}, live: () => {}, picture: () => [], changed: () => {} };
  const common = {
    limits: LIMITS,
    records: [],
    log,
    write: (_record: unknown, done: () => void) => setImmediate(done),
  };
  const receiver = new Link(
    { ...common, own: nc, peer: mu.card, dial: null },
    {
      ...idle,
      live: ({ updates }) => {
        const now_ms = performance.now();
        for (const update of updates) took_ms.push(now_ms - (update as { told_ms: number }).told_ms);
      },
    },
  );
  const listener = new LinkListener(nc, [mu.card], (_party, socket) => receiver.accept(socket));
  const port = await listener.listen('127.0.0.1', 0);
  const sender = new Link(
    { ...common, own: mu, peer: nc.card, dial: () => dial(mu, nc.card, `127.0.0.1:${port}`) },
    idle,
  );
  receiver.start();
  sender.start();
  while (sender.status().phase !== 'up') await new Promise((resolve) => setTimeout(resolve, 10));
  const begun_ms = performance.now();
  let told = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed_ms = performance.now() - begun_ms;
      for (const due = Math.min(seconds, elapsed_ms / 1000) * A_SECOND; told < due; told += 1) {
        sender.tell(`flight ${told % TRACKS}`, updateOf(told % TRACKS));
      }
      if (elapsed_ms < 1000 * seconds) return;
      clearInterval(timer);
      resolve();
    }, STEP_MS);
  });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const { live } = sender.status();
  sender.close();
  receiver.close();
  await listener.close();
  rmSync(folder, { recursive: true, force: true });
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(took_ms, share));
  const all = took_ms.length === told;
  return {
    title: 'link',
    about: `${A_SECOND} updates a second for ${seconds} s over TLS on loopback; load of the machine before: ${load}`,
    columns: ['told', 'arrived', 'refused', 'p50 ms', 'p95 ms', 'p99 ms'],
    rows: [[told, took_ms.length, live.shed, ...[p50, p95, p99].map((value) => value?.toFixed(0) ?? '')]],
    bars: [
      {
        what: 'p99 from telling to hearing, all of them',
        bar: `${BAR_MS} ms`,
        measured: `${p99?.toFixed(0)} ms, ${all ? 'all' : `${took_ms.length} of ${told}`} arrived`,
        met: all && (p99 ?? Infinity) < BAR_MS,
      },
    ],
  };
}

/** As much as a flight at the rung of identity takes. */
const updateOf = (track: number) => ({
  told_ms: performance.now(),
  kind: 'flight',
  view: {
    what: 'crewed_flights',
    ref: track.toString(16).padStart(16, '0'),
    rung: 'identity',
    commitment: 'c'.repeat(64),
    volume: null,
    track: [{ time_ms: 1_800_000_000_000, latitude_deg: 45.123_456, longitude_deg: -5.123_456, altitude_m: 9_144 }],
    fields: {
      altitude_datum: 'pressure',
      category: 'A3',
      on_ground: false,
      track_deg: 91.5,
      ground_speed_mps: 220.25,
      vertical_rate_mps: 0,
      h_uncertainty_m: 32.5,
      address: 'e0a001',
      callsign: `FLT${track}`,
      registration: null,
      source: 'adsb',
    },
    withheld: [],
  },
});
