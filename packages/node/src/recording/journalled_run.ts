import { existsSync } from 'node:fs';
import { TICK_MS } from '@skyaccord/accord';
import type { Playable } from '../feeds/timeline.ts';
import type { TickInput } from '../journal/committer.ts';
import { diskFiles } from '../journal/files.ts';
import { FRAME_HEADER_BYTES } from '../journal/frame.ts';
import { journalFile, observationFolder } from '../journal/layout.ts';
import { type Frame, type Position, readFrames } from '../journal/observation_log.ts';
import { parseRecord, type RunStarted, type TickBody } from '../journal/record.ts';
import { openSqliteReader } from '../store/sqlite.ts';
import { countObservations } from '../watch/inputs.ts';

/** At most this many observations and ticks are handed over at once; time waits for the rest. */
const STEP_OBSERVATIONS = 20_000;
const STEP_TICKS = 2_000;

/** A run that a node journalled, to be played again at the very ticks at which its observations were taken in. */
export type JournalledRun = {
  readonly memorandum: string;
  /** Parties whose aircraft its watch advised; null: all that can be called. */
  readonly advise: readonly string[] | null;
  readonly from_tick: number;
  readonly to_tick: number;
  /** Where its observations begin and end in the log. */
  readonly from: Position;
  readonly until: Position;
};

/** Whether a path is a node's data folder. */
export function isDataFolder(path: string): boolean {
  return existsSync(journalFile(path));
}

/** The newest run of a data folder that has observations; null when none has. Safe beside a running node. */
export function newestRun(data: string): JournalledRun | null {
  const reader = openSqliteReader(journalFile(data));
  try {
    const found: { run: JournalledRun | null } = { run: null };
    let started: RunStarted | null = null;
    for (const record of reader.records(1)) {
      if (record.kind === 'run_started') started = parseRecord(record).body as RunStarted;
      if (record.kind !== 'tick' || started === null) continue;
      const { log, finish } = parseRecord(record).body as TickBody;
      const same = found.run?.from === started.log ? found.run : null;
      if (log !== null) {
        found.run = {
          memorandum: started.memorandum.text,
          advise: started.advise ?? null,
          from_tick: same?.from_tick ?? record.tick,
          to_tick: record.tick,
          from: started.log,
          until: { segment: log.segment, offset: log.offset + FRAME_HEADER_BYTES + log.length },
        };
      } else if (same !== null && !finish) found.run = { ...same, to_tick: record.tick };
    }
    return found.run;
  } finally {
    reader.close();
  }
}

/** Lays a journalled run out along its own ticks, reading its log as it goes. */
export class JournalledTimeline implements Playable {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly #frames: Iterator<Frame>;
  #next: Frame | null;
  taken = 0;
  last_ms: number | null = null;

  constructor(data: string, run: JournalledRun) {
    this.from_ms = run.from_tick * TICK_MS;
    this.to_ms = run.to_tick * TICK_MS;
    this.#frames = readFrames(observationFolder(data), diskFiles, run.from, run.until);
    this.#next = this.#read();
  }

  get done(): boolean {
    return this.#next === null;
  }

  get next_tick(): number | null {
    return this.#next?.tick ?? null;
  }

  take(until_tick: number): TickInput[] {
    const inputs: TickInput[] = [];
    const before = this.taken;
    while (this.#next !== null && this.#next.tick <= until_tick) {
      if (inputs.length >= STEP_TICKS || this.taken - before >= STEP_OBSERVATIONS) break;
      const { tick, payload } = this.#next;
      const observations = countObservations(payload);
      inputs.push({ tick, observations, payload: Uint8Array.from(payload) });
      this.taken += observations;
      this.last_ms = tick * TICK_MS;
      this.#next = this.#read();
    }
    return inputs;
  }

  #read(): Frame | null {
    const next = this.#frames.next();
    return next.done === true ? null : next.value;
  }
}
