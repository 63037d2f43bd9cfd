import net from 'node:net';

/** Ways in which a line breaks: at once, by delay, so that neither end is told, by old bytes said again. */
export const BREAKS = ['cut', 'slow', 'half_open', 'replayed'] as const;
export type Break = (typeof BREAKS)[number];

const SLOW_MS = 400;
/** Of what a connection begins with, so much is kept to be said again. */
const KEPT_BYTES = 1 << 20;

type Pipe = { readonly near: net.Socket; readonly far: net.Socket; readonly said: Buffer[]; bytes: number };

/** A line to a port on this machine that can be broken in several ways, and healed. */
export class CutLine {
  readonly #server: net.Server;
  readonly #pipes = new Set<Pipe>();
  #broken: Break | null = null;
  #target = 0;

  constructor() {
    this.#server = net.createServer((near) => this.#accept(near));
  }

  /** Gives the port at which the line begins. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as net.AddressInfo).port;
  }

  leadTo(port: number): void {
    this.#target = port;
  }

  cut(): void {
    this.break('cut');
  }

  /**
   * `slow`: all comes late, in order. `half_open`: nothing comes through any more, and neither end is told. `replayed`:
   * what the near end said is said again to the far end on a connection of its own, and the line is cut.
   */
  break(way: Break): void {
    this.#broken = way;
    if (way === 'replayed') for (const pipe of this.#pipes) this.#sayAgain(pipe);
    if (way === 'cut' || way === 'replayed') this.#drop();
  }

  heal(): void {
    // What was swallowed is gone, and so is the connection.
    if (this.#broken === 'half_open') this.#drop();
    this.#broken = null;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #accept(near: net.Socket): void {
    if (this.#broken === 'cut' || this.#broken === 'half_open') {
      near.on('error', () => {});
      near.destroy();
      return;
    }
    const pipe: Pipe = { near, far: net.connect(this.#target, '127.0.0.1'), said: [], bytes: 0 };
    this.#pipes.add(pipe);
    this.#lead(pipe, near, pipe.far, true);
    this.#lead(pipe, pipe.far, near, false);
  }

  #lead(pipe: Pipe, from: net.Socket, to: net.Socket, isNear: boolean): void {
    from.on('data', (data) => {
      if (isNear && pipe.bytes < KEPT_BYTES) {
        pipe.said.push(data);
        pipe.bytes += data.length;
      }
      if (this.#broken === 'half_open') return;
      if (this.#broken === 'slow') setTimeout(() => to.write(data), SLOW_MS);
      else to.write(data);
    });
    from.on('close', () => {
      this.#pipes.delete(pipe);
      to.destroy();
    });
    from.on('error', () => from.destroy());
  }

  #sayAgain({ said }: Pipe): void {
    const again = net.connect(this.#target, '127.0.0.1');
    again.on('error', () => again.destroy());
    again.on('connect', () => {
      for (const data of said) again.write(data);
      setTimeout(() => again.destroy(), SLOW_MS);
    });
  }

  #drop(): void {
    for (const { near, far } of this.#pipes) {
      near.destroy();
      far.destroy();
    }
  }
}
