import { EventEmitter } from 'node:events';
import type { LinkSocket } from '../src/link/link_options.ts';

/** What a wire does to what goes over it, from numbers of 0 to 1 that the test draws. */
export type Weather = {
  readonly chance: () => number;
  /** Shares of frames that are lost, that come twice, that are overtaken. */
  lost: number;
  doubled: number;
  late: number;
};

/** Two sockets, each the other's far end, over a wire that may lose, double and delay. */
export function wire(weather: Weather): [near: LinkSocket, far: LinkSocket] {
  const near = new WireEnd(weather);
  const far = new WireEnd(weather);
  near.far = far;
  far.far = near;
  return [near as unknown as LinkSocket, far as unknown as LinkSocket];
}

/** Cuts a wire: `half_open`: neither end is told, everything just vanishes. */
export function cut(socket: LinkSocket, how: 'closed' | 'half_open'): void {
  const end = socket as unknown as WireEnd;
  if (how === 'half_open') {
    end.dead = true;
    end.far!.dead = true;
  } else end.terminate();
}

class WireEnd extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly bufferedAmount = 0;
  far: WireEnd | null = null;
  dead = false;
  readonly #weather: Weather;

  constructor(weather: Weather) {
    super();
    this.#weather = weather;
  }

  send(text: string): void {
    const { chance, lost, doubled, late } = this.#weather;
    if (this.readyState !== 1 || chance() < lost) return;
    for (let copies = chance() < doubled ? 2 : 1; copies > 0; copies--) {
      setTimeout(() => this.far!.#arrive(text), chance() < late ? 40 * chance() : 1);
    }
  }

  #arrive(text: string): void {
    if (this.readyState === 1 && !this.dead) this.emit('message', Buffer.from(text), false);
  }

  close(): void {
    this.terminate();
  }

  terminate(): void {
    if (this.readyState !== 1) return;
    this.readyState = 3;
    setTimeout(() => this.emit('close'), 1);
    if (!this.dead) setTimeout(() => this.far!.terminate(), 1);
  }
}
