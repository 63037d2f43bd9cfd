import type { CallLogged } from '@skyaccord/accord';
import type { CallsAnswer } from '../api/types.ts';
import { Fetched } from './fetched.svelte.ts';

/** Beyond these, what was said is no longer what a card of now is about. */
const LIMIT = 200;

/** What was last logged of calls, for the cards of alerts. */
class Logged {
  readonly #fetched = new Fetched<CallsAnswer>();

  get calls(): readonly CallLogged[] {
    return this.#fetched.value?.calls ?? [];
  }

  load(): void {
    void this.#fetched.load(`calls?limit=${LIMIT}`);
  }
}

export const logged = new Logged();
