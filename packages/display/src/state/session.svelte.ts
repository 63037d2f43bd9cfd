import { getJson, postJson, remove, whenRefused } from '../api/http.ts';
import type { Person, Role, SessionAnswer } from '../people/types.ts';

/** Who has signed in on this page. */
class SignedIn {
  /** Whether the node has said. */
  known = $state(false);
  person = $state.raw<Person | null>(null);
  /** One identity, and nobody signs in. */
  demo = $state(false);
  passkeys = $state(false);
  ends_ms = $state<number | null>(null);
  /** How many recovery codes are left, after signing in with one and until that was read. */
  recovery_left = $state<number | null>(null);
  /** Somebody must sign in again before what they asked is done. */
  again = $state(false);
  error = $state<string | null>(null);
  #answered: (done: boolean) => void = () => {};

  constructor() {
    whenRefused({
      signedOut: () => void this.load(),
      signInAgain: () => {
        this.#answered(false);
        this.again = true;
        return new Promise((resolve) => {
          this.#answered = resolve;
        });
      },
    });
  }

  /** Whether a control is worth showing; the node decides. */
  may(...roles: readonly Role[]): boolean {
    return this.person?.roles.some((role) => (roles as readonly string[]).includes(role)) ?? false;
  }

  async load(): Promise<void> {
    try {
      this.take(await getJson<SessionAnswer>('session'));
      this.error = null;
    } catch (cause) {
      this.error = cause instanceof Error ? cause.message : String(cause);
    }
  }

  take({ person, demo, passkeys, ends_ms, recovery_left }: SessionAnswer): void {
    this.recovery_left = person === null ? null : (recovery_left ?? this.recovery_left);
    this.known = true;
    this.person = person;
    this.demo = demo;
    this.passkeys = passkeys;
    this.ends_ms = ends_ms;
    if (person !== null) this.answerAgain(true);
  }

  /** Whether whoever was asked to sign in again did. */
  answerAgain(done: boolean): void {
    this.again = false;
    this.#answered(done);
    this.#answered = () => {};
  }

  async signIn(login: string, password: string, code: string): Promise<void> {
    this.take(await postJson<SessionAnswer>('session', { login, password, code }));
  }

  async signOut(): Promise<void> {
    await remove('session');
    await this.load();
  }
}

export const session = new SignedIn();
