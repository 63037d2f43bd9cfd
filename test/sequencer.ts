import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where the tests stand that take longest: whole days replayed, whole nodes run, readers given damaged inputs. */
const LONGEST = [/^test\//, /^packages\/wire\/test\//, /^packages\/(?:node|cli)\//];

/** Begins with the longest, so that at the end no core waits for a day that another one has just begun. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification): number => {
      const path = relative(project.config.root, moduleId).replaceAll('\\', '/');
      const found = LONGEST.findIndex((longest) => longest.test(path));
      return found === -1 ? LONGEST.length : found;
    };
    const group = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;
    const sorted = await super.sort(files);
    return sorted.sort((x, y) => group(x) - group(y) || place(x) - place(y));
  }
}
