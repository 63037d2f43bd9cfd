import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type CaseWork, isOut } from '@skyaccord/accord';
import { canonicalJson } from '@skyaccord/proof';
import { errorData } from '../errors.ts';
import type { Core } from '../run/core.ts';

/** Where releases lie for the bulletin, in the data directory. */
const FOLDER = 'releases';

/**
 * Writes what every party signed for the public into a folder of its own, a file each, from which a bulletin reads. A
 * file that is there is left as it is: a correction and a withdrawal are files of their own.
 */
export class ReleaseOutbox {
  readonly #core: Core;
  readonly #folder: string;

  constructor(core: Core) {
    this.#core = core;
    this.#folder = path.join(core.options.data, FOLDER);
    core.cases.listen({ closed: () => {}, taken: (step) => this.#look(step.case) });
  }

  /** Writes what was released before a stop and not written. */
  begin(): void {
    for (const { names } of this.#core.cases.book.all()) {
      const [name] = names;
      if (name !== undefined) this.#look(name);
    }
  }

  #look(name: string): void {
    const { cases, options } = this.#core;
    const work = cases.book.work(name, this.#core.time_ms);
    for (const release of work.releases) {
      if (!isOut(release.state)) continue;
      try {
        this.#write(release);
      } catch (error) {
        const why = errorData(error).message;
        options.log.error({ part: 'cases', case: name, why }, 'a release cannot be written for the bulletin');
      }
    }
  }

  #write({ release, signed }: CaseWork['releases'][number]): void {
    const file = path.join(this.#folder, `${release.id}.v${release.version}.json`);
    if (existsSync(file)) return;
    const signatures = signed.filter(({ but }) => but === null).map(({ signature }) => signature);
    mkdirSync(this.#folder, { recursive: true });
    // In canonical form: the same bytes at every party. Whole or not at all: the bulletin may look at any time.
    writeFileSync(`${file}.new`, canonicalJson({ release, signatures }), { flush: true });
    renameSync(`${file}.new`, file);
  }
}
