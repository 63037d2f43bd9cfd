import {
  datePersonal,
  type ErasedValue,
  erasePersonal,
  type KeptValue,
  listPersonal,
  type Retention,
  retentionOf,
} from './values.ts';

/** So often a running node looks for what is due. */
const SWEEP_MS = 3_600_000;

type Host = {
  readonly data: string;
  note(event: string, detail: Readonly<Record<string, unknown>>): void;
};

/** Erases personal values of a running node when their time is over, or when somebody asks; the journal says so. */
export class PersonalKeeper {
  readonly #host: Host;
  #timer: NodeJS.Timeout | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  start(): void {
    this.sweep(Date.now());
    this.#timer = setInterval(() => this.sweep(Date.now()), SWEEP_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  list(): ReturnType<typeof listPersonal> & { readonly retention: Retention } {
    return { ...listPersonal(this.#host.data), retention: retentionOf(this.#host.data) };
  }

  sweep(now_ms: number): readonly ErasedValue[] {
    datePersonal(this.#host.data, now_ms);
    return this.#erase(({ due_ms }) => due_ms !== null && due_ms <= now_ms, 'its time was over', now_ms);
  }

  /** Erases the value of this name; false where there is none. */
  erase(name: string, because: string, now_ms: number): boolean {
    return this.#erase((value) => value.name === name, because, now_ms).length > 0;
  }

  #erase(isMeant: (value: KeptValue) => boolean, because: string, now_ms: number): readonly ErasedValue[] {
    const gone = erasePersonal(this.#host.data, isMeant, because, now_ms);
    if (gone.length > 0) {
      const values = gone.map(({ store, name }) => ({ store, name }));
      this.#host.note('personal_erased', { because, values });
    }
    return gone;
  }
}
