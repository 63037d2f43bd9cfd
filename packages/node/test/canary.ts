import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Observation } from '@skyaccord/wire';
import { encodeChunk } from '../src/feeds/chunk.ts';
import type { FeedSink, LiveFeed } from '../src/main.ts';

/** An aircraft all of whose values can be found again. */
export type Canary = Pick<
  Observation,
  'address' | 'callsign' | 'registration' | 'category' | 'party' | 'latitude_deg' | 'longitude_deg'
> & { readonly pressure_altitude_m: number; readonly ground_speed_mps: number; readonly track_deg: number };

/** A feed whose aircraft the test puts into the sky, five reports a second. */
export class CanaryFeed implements LiveFeed {
  readonly name = 'canaries';
  #flying: readonly { readonly canary: Canary; readonly since_ms: number }[] = [];
  #timer: NodeJS.Timeout | null = null;
  #sequence = 0;

  fly(canaries: readonly Canary[]): void {
    const since_ms = Date.now();
    this.#flying = [...this.#flying, ...canaries.map((canary) => ({ canary, since_ms }))];
  }

  start(sink: FeedSink): void {
    this.#timer = setInterval(() => {
      const time_ms = Date.now();
      sink.chunk(encodeChunk(this.#flying.map((one) => this.#observation(one.canary, one.since_ms, time_ms))));
      sink.status({
        name: this.name,
        state: 'live',
        last_message_ms: time_ms,
        observations: this.#sequence,
        complaints: 0,
        last_complaint: null,
      });
    }, 200);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** Straight on from where it was, in a plane: a test looks at it for seconds. */
  #observation(one: Canary, since_ms: number, time_ms: number): Observation {
    const north_deg = (one.ground_speed_mps * (time_ms - since_ms)) / 1000 / 111_195;
    return {
      ...one,
      latitude_deg: one.latitude_deg + (one.track_deg === 180 ? -north_deg : 0),
      source: this.name,
      sequence: this.#sequence++,
      time_ms,
      address_kind: 'icao',
      technology: one.party === null ? 'adsb' : 'party_feed',
      geometric_altitude_m: null,
      geometric_datum: 'unknown',
      on_ground: false,
      vertical_rate_mps: 0,
      resolution_advisory: null,
      position_accuracy_m: 10,
      altitude_accuracy_m: 10,
      velocity_accuracy_mps: 1,
    };
  }
}

/** A word as it can lie in a file or a text: plain, in UTF-16, in hexadecimal, and in base64 at each of its offsets. */
export function disguises(word: string): Buffer[] {
  const plain = Buffer.from(word, 'utf8');
  const inBase64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), plain])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last digits hold bits of what stands beside it.
    return text.slice(offset === 0 ? 0 : offset + 1, plain.length % 3 === (3 - offset) % 3 ? undefined : -1);
  });
  return [
    plain,
    Buffer.from(word.toLowerCase()),
    Buffer.from(word.toUpperCase()),
    Buffer.from(word, 'utf16le'),
    Buffer.from(plain.toString('hex')),
    ...inBase64.flatMap((text) => [Buffer.from(text), Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_'))]),
  ];
}

/** A number as it can lie in a file or a text: its first digits, and as the bytes of a double either way round. */
export function numberDisguises(value: number): Buffer[] {
  const little = Buffer.alloc(8);
  little.writeDoubleLE(value);
  return [Buffer.from(String(value).slice(0, 11)), little, Buffer.from(little).reverse()];
}

/** All that a node has written, file by file. */
export function filesOf(folder: string): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((name) => statSync(name).isFile())
    .map((name) => ({ name, bytes: readFileSync(name) }));
}
