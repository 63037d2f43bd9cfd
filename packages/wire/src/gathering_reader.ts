import { ComplaintLog } from './complaints.ts';
import type { Observation } from './observation.ts';
import type { Complaint, Reading } from './reader.ts';

/** What all readers have in common: they number observations, and gather what they find between two calls. */
export abstract class GatheringReader {
  abstract readonly format: string;
  protected readonly source: string;
  protected readonly log = new ComplaintLog();
  /** Of the next observation. */
  protected sequence: number;
  /** When the piece that is being read was received; `null` where nobody says. */
  protected received_ms: number | null = null;
  #last_ms = Number.NEGATIVE_INFINITY;
  #observations: Observation[] = [];
  #heartbeats_ms: number[] = [];

  constructor(options: { source: string; sequence?: number }) {
    this.source = options.source;
    this.sequence = options.sequence ?? 0;
  }

  /** Complaints that were counted but not kept. */
  get suppressed(): number {
    return this.log.suppressed;
  }

  /** To be called with each piece. A live source may complain anew each minute, however often it did before. */
  protected begin(received_ms: number | undefined): void {
    this.received_ms = received_ms ?? null;
    if (received_ms !== undefined) this.log.renew(received_ms);
  }

  protected found(observation: Observation): void {
    this.#observations.push(observation);
  }

  protected alive(time_ms: number): void {
    this.#heartbeats_ms.push(time_ms);
  }

  /** Why a time is odd that lies more than `slack_ms` before the one given last; `null` where it does not. */
  protected earlier(time_ms: number, slack_ms: number): string | null {
    const back_ms = this.#last_ms - time_ms;
    this.#last_ms = time_ms;
    return back_ms > slack_ms ? `${back_ms} ms earlier than the one before it` : null;
  }

  /** What was gathered since the last call. */
  protected reading(): Reading {
    const [observations, heartbeats_ms] = [this.#observations, this.#heartbeats_ms];
    this.#observations = [];
    this.#heartbeats_ms = [];
    return { observations, complaints: this.log.take(), heartbeats_ms };
  }

  /** The same at the end of the input, with the count of what was not complained about in full. */
  protected lastReading(place: Complaint['place']): Reading {
    this.log.sumUp(place);
    return this.reading();
  }
}
