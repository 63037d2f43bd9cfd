import net from 'node:net';

/** A line to a port on this machine that can be cut, and healed. */
export class CutLine {
  readonly #server: net.Server;
  readonly #pipes = new Set<net.Socket>();
  #open = true;
  #target = 0;

  constructor() {
    this.#server = net.createServer((near) => {
      if (!this.#open) {
        near.destroy();
        return;
      }
      const far = net.connect(this.#target, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#pipes.add(one);
        one.on('data', (data) => other.write(data));
        one.on('close', () => {
          this.#pipes.delete(one);
          other.destroy();
        });
        one.on('error', () => one.destroy());
      }
    });
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
    this.#open = false;
    for (const pipe of this.#pipes) pipe.destroy();
  }

  heal(): void {
    this.#open = true;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}
