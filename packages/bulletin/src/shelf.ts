import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkSignature, type PublicJwk } from '@skyaccord/proof';
import { MOST_RELEASE_BYTES, parseRelease, type Release, type ReleaseBasis } from './release.ts';

/** A party of the bulletin: its name for readers, and the keys with which it signs. */
export type Party = { readonly id: string; readonly name: string; readonly keys: readonly PublicJwk[] };

/** Standings of cases that may be told; a memorandum that says nothing of it lets agreed ones alone. */
export type Standings = readonly ReleaseBasis['standing'][];

/** A file that is not shown, and why. */
export type Refused = { readonly file: string; readonly reason: string };

const MOST_FILES = 10_000;
/** The folder is looked at again at most so often. */
const AGAIN_MS = 2_000;

/**
 * What is released: the files of one folder, each shown only when every party that it names signed exactly its content.
 * The folder is all that the bulletin knows of any node.
 */
export class Shelf {
  readonly #folder: string;
  readonly #parties: ReadonlyMap<string, Party>;
  readonly #standings: Standings;
  readonly #now: () => number;
  #looked_ms = Number.NEGATIVE_INFINITY;
  #seen = '';
  #releases: readonly Release[] = [];
  #refused: readonly Refused[] = [];

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    folder: string,
    parties: readonly Party[],
    standings: Standings = ['agreed'],
    now: () => number = () => performance.now(),
  ) {
    this.#folder = folder;
    this.#standings = standings;
    this.#parties = new Map(parties.map((party) => [party.id, party]));
    this.#now = now;
  }

  /** Newest first; of each id the highest version. Withdrawn ones are there, to be shown as withdrawn. */
  releases(): readonly Release[] {
    this.#look();
    return this.#releases;
  }

  release(id: string): Release | null {
    return this.releases().find((one) => one.id === id) ?? null;
  }

  /** Files that lie there and are not shown. */
  refused(): readonly Refused[] {
    this.#look();
    return this.#refused;
  }

  partyName(id: string): string {
    return this.#parties.get(id)?.name ?? id;
  }

  #look(): void {
    const now_ms = this.#now();
    if (now_ms - this.#looked_ms < AGAIN_MS) return;
    this.#looked_ms = now_ms;
    const names = readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .slice(0, MOST_FILES);
    const stats = names.map((name) => statSync(join(this.#folder, name)));
    const seen = names.map((name, i) => `${name} ${stats[i]!.mtimeMs} ${stats[i]!.size}`).join('\n');
    if (seen === this.#seen) return;
    this.#seen = seen;
    const newest = new Map<string, Release>();
    const refused: Refused[] = [];
    for (const [i, file] of names.entries()) {
      try {
        const release = this.#read(file, stats[i]!.size);
        if ((newest.get(release.id)?.version ?? 0) < release.version) newest.set(release.id, release);
      } catch (error) {
        refused.push({ file, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    this.#releases = [...newest.values()].sort((x, y) => y.released_ms - x.released_ms || (x.id < y.id ? -1 : 1));
    this.#refused = refused;
  }

  #read(file: string, bytes: number): Release {
    if (bytes > MOST_RELEASE_BYTES)
      throw new RangeError(`it has ${bytes} bytes; at most ${MOST_RELEASE_BYTES} are read`);
    const { release, signatures } = parseRelease(readFileSync(join(this.#folder, file), 'utf8'));
    this.#mayTell(release);
    for (const id of release.parties) {
      const party = this.#parties.get(id);
      if (party === undefined) throw new RangeError(`it names the party ${id}, which this bulletin does not know`);
      const verdicts = signatures.map((signature) => checkSignature(signature, release, party.keys));
      if (verdicts.some((verdict) => verdict.ok && verdict.signer.party === id)) continue;
      const own = verdicts.find((verdict) => !verdict.ok && verdict.signer?.party === id);
      const reason = own !== undefined && !own.ok ? own.reason : 'there is no signature of it';
      throw new RangeError(`${id} did not release it: ${reason}`);
    }
    return release;
  }

  /** @throws RangeError for a case that the parties have not come to the end of */
  #mayTell({ kind, basis }: Release): void {
    if (kind !== 'case') return;
    if (basis === undefined) {
      throw new RangeError('it is of a case and does not say how the case stands; draft it on the page of the case');
    }
    if (this.#standings.includes(basis.standing)) return;
    const words = (one: string): string => one.replaceAll('_', ' ');
    const allowed = this.#standings.map(words).join(' or ');
    throw new RangeError(
      `the case is ${words(basis.standing)}, and the memorandum lets only cases be told that are ${allowed}`,
    );
  }
}
