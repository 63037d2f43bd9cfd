import type { LinkRecord } from './link_log.ts';

/** A message of the kept stream; `kind` says which. */
export type KeptBody = { readonly kind: string };

/**
 * A kind of message of the kept stream. `again`: it comes from the journal at a start, where what follows from it was
 * mostly done before; a crash may have come between. Nothing here may throw for what another party said.
 */
export type KeptKind<Body extends KeptBody> = {
  /** Whether it is one in every field: it comes from a node that is not trusted. */
  check(body: unknown): body is Body;
  /** One that came from a party's node, durable here; `at_ms`: when it came, by this node's clock. */
  take(from: string, body: Body, at_ms: number, again: boolean): void;
  /** One that this node sent, durable here; it arrives once the link allows. */
  sent?(to: string, body: Body, at_ms: number, again: boolean): void;
  /** The other node has it on its disk. After a restart it may be told of the same message again. */
  arrived?(to: string, body: Body): void;
};

/** What goes over the kept streams of a node, by kind: who has to do with one registers it before the links start. */
export class Kinds {
  readonly #kinds = new Map<string, KeptKind<KeptBody>>();

  /** @throws RangeError for a kind that somebody else has */
  on<Body extends KeptBody>(kind: Body['kind'], handler: KeptKind<Body>): void {
    if (this.#kinds.has(kind)) throw new RangeError(`messages of the kind ${kind} are taken already`);
    this.#kinds.set(kind, handler as unknown as KeptKind<KeptBody>);
  }

  /** Hands on a message that came. Gives why it cannot be read; null where it can. */
  take(from: string, body: unknown, at_ms: number, again: boolean): string | null {
    const kind = kindOf(body);
    const handler = kind === null ? undefined : this.#kinds.get(kind);
    if (handler === undefined) return `this node knows no messages of the kind ${String(kind).slice(0, 40)}`;
    if (!handler.check(body)) return `a message of the kind ${kind} is not of its form`;
    handler.take(from, body, at_ms, again);
    return null;
  }

  sent(to: string, body: unknown, at_ms: number, again: boolean): void {
    this.#known(body)?.sent?.(to, body as KeptBody, at_ms, again);
  }

  arrived(to: string, body: unknown): void {
    this.#known(body)?.arrived?.(to, body as KeptBody);
  }

  /**
   * Hands on what the journal has of all links, in its order, so that whoever keeps a record of both ways is as before
   * the stop.
   */
  restore(records: readonly LinkRecord[]): void {
    for (const record of records) {
      if (record.way !== 'sent' && record.way !== 'received') continue;
      const { frame } = record.sealed.content;
      if (frame.kind !== 'kept') continue;
      if (record.way === 'sent') this.sent(record.link, frame.body, frame.time_ms, true);
      else this.take(record.link, frame.body, record.at_ms ?? frame.time_ms, true);
    }
  }

  #known(body: unknown): KeptKind<KeptBody> | undefined {
    const kind = kindOf(body);
    return kind === null ? undefined : this.#kinds.get(kind);
  }
}

function kindOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const { kind } = body as { readonly kind?: unknown };
  return typeof kind === 'string' ? kind : null;
}
