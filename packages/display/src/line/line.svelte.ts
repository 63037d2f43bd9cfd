import { Fetched } from '../state/fetched.svelte.ts';
import type { LineAnswer, LineMessage, LineMessagesAnswer } from './types.ts';

const LIMIT = 300;

/** The line of this node: how it stands, and its messages, newest first. One for all pages. */
class Line {
  readonly #view = new Fetched<LineAnswer>();
  readonly #messages = new Fetched<LineMessagesAnswer>();

  get view(): LineAnswer | null {
    return this.#view.value;
  }

  get messages(): readonly LineMessage[] {
    return this.#messages.value?.messages ?? [];
  }

  get loaded(): boolean {
    return this.#view.value !== null && this.#messages.value !== null;
  }

  get error(): string | null {
    return this.#view.error ?? this.#messages.error;
  }

  load(): Promise<unknown> {
    return Promise.all([this.#view.load('line'), this.#messages.load(`line/messages?limit=${LIMIT}`)]);
  }
}

export const line = new Line();
