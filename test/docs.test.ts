import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMemorandum } from '@skyaccord/accord';
import { describe, expect, test } from 'vitest';
import { brokenLinks } from './links.ts';
import { linesOf, ROOT, read, TRACKED } from './tree.ts';

describe('links', () => {
  const pages = TRACKED.filter((path) => path.endsWith('.md'));

  test('every link in a page leads somewhere, to the very line where it names one', () => {
    expect(pages.flatMap((page) => brokenLinks(page, read(page)))).toEqual([]);
  });

  test('a link that leads nowhere is caught', () => {
    const text = [
      '[a](nowhere.md)',
      '[b](../../outside.md)',
      '[c](../README.md#no-such-heading)',
      '[`brokenLinks`](../test/links.ts#L1)',
      '[`absentName`](../test/links.ts#L1)',
      '[words](../test/links.ts#L1)',
      '[`brokenLinks`](../test/links.ts#L9999)',
      '```\n[fenced](nowhere.md)\n```',
      '[elsewhere](https://example.org/nowhere)',
      '[sound](../test/links.ts)',
    ];
    const found = brokenLinks('docs/planted.md', text.join('\n'));
    expect(found.map((fault) => Number(fault.split(':')[1]))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(found[3]).toMatch(/brokenLinks is not in line 1 but in \d+/);
  });
});

describe('README.md', () => {
  test('shows a clause as a memorandum takes it', () => {
    const clauses = /```yaml\n([\s\S]*?)```/.exec(read('README.md'))?.[1] ?? '';
    const head = read('docs/memorandum.md').match(/```yaml\n([\s\S]*?)clauses:/)?.[1] ?? '';
    const { memorandum, warnings } = parseMemorandum(head + clauses);
    expect(warnings).toEqual([]);
    expect(memorandum.clauses).toMatchObject([{ id: 'SEP-1', lateral_m: 5556, vertical_m: 914.4, grace_s: 180 }]);
  });

  test('names commands that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...read('README.md').matchAll(/npm (?:run )?(\w+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    const options = [...read('README.md').matchAll(/ --([a-z]+)/g)].map(([, name = '']) => name);
    const commandFiles = TRACKED.filter((path) => /^packages\/cli\/src\/(main|\w+\/command)\.ts$/.test(path));
    const known = commandFiles.map(read).join('\n');
    expect(options.filter((name) => !known.includes(`--${name}`))).toEqual([]);
  });
});

describe('dependencies.md', () => {
  const manifests = TRACKED.filter((path) => /^(packages\/[^/]+\/)?package\.json$/.test(path));
  const used = manifests.flatMap((path) => {
    const manifest = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>;
    const where = path.split('/').at(-2) ?? 'root';
    const names = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}),
    );
    return names
      .filter(([name]) => !name.startsWith('@skyaccord/'))
      .map(([name, version]) => ({ name, version, where }));
  });
  const rows = linesOf(read('docs/dependencies.md')).flatMap((line) => {
    const cells = /^\| `([^`]+)` \| ([^|]+) \| [^|]+ \| ([^|]+) \|$/.exec(line);
    return cells === null
      ? []
      : [{ name: cells[1] ?? '', where: (cells[2] ?? '').trim(), licence: (cells[3] ?? '').trim() }];
  });

  test('lists exactly the libraries that the packages name, where they name them', () => {
    const listed = rows.flatMap(({ name, where }) => where.split(', ').map((place) => `${name} in ${place}`));
    expect(listed.sort()).toEqual(used.map(({ name, where }) => `${name} in ${where}`).sort());
  });

  test('gives the licence that each installed library states', () => {
    const stated = rows.map(({ name, where }) => {
      const places = [
        join(ROOT, 'packages', where.split(', ')[0] ?? '', 'node_modules', name),
        join(ROOT, 'node_modules', name),
      ];
      const folder = places.find((place) => existsSync(place)) ?? name;
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { license: string };
      return `${name}: ${manifest.license}`;
    });
    expect(rows.map(({ name, licence }) => `${name}: ${licence}`)).toEqual(stated);
  });

  test('versions are exact, so that every clone builds the same', () => {
    const exact = /^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
    expect(used.filter(({ version }) => !exact.test(version))).toEqual([]);
  });
});

describe('tracks.md', () => {
  const rows = linesOf(read('docs/tracks.md')).flatMap((line) => {
    const cells = /^\| `(\w+)` \| ([\d.]+) \| [^|]+ \| \[[\w.]+\]\(\.\.\/([\w./]+)\) \|/.exec(line);
    return cells === null ? [] : [{ name: cells[1] ?? '', value: Number(cells[2]), file: cells[3] ?? '' }];
  });

  test('gives every number as the source has it', () => {
    expect(rows.length).toBeGreaterThan(30);
    const inSource = rows.map(({ name, file }) => {
      const value = new RegExp(`\\b${name}\\s*[=:]\\s*([\\d._]+)`).exec(read(file))?.[1];
      return { name, file, value: value === undefined ? null : Number(value.replaceAll('_', '')) };
    });
    expect(rows.map(({ name, value, file }) => ({ name, file, value }))).toEqual(inSource);
  });

  test('leaves out no rule of tracking', () => {
    const rules = read('packages/accord/src/tracks/rules.ts');
    const names = [...rules.matchAll(/export const (\w+)/g)].map(([, name]) => name);
    expect(names.filter((name) => !rows.some((row) => row.name === name))).toEqual([]);
  });
});

describe('safety.md', () => {
  const text = read('docs/safety.md');
  const hazards = linesOf(text).flatMap((line) => {
    const id = /^\| (H\d+) \|/.exec(line)?.[1];
    if (id === undefined) return [];
    const tests = [...line.matchAll(/\[`([^`]+\.test\.ts)`\]\([^)]+\) «([^»]+)»/g)];
    return [{ id, tests: tests.map(([, file = '', title = '']) => ({ file, title })) }];
  });

  test('numbers its hazards in order', () => {
    expect(hazards.length).toBeGreaterThan(10);
    expect(hazards.map(({ id }) => id)).toEqual(hazards.map((_, index) => `H${index + 1}`));
  });

  test('names for every hazard a test that exists', () => {
    expect(hazards.filter(({ tests }) => tests.length === 0)).toEqual([]);
    const missing = hazards.flatMap(({ id, tests }) =>
      tests.flatMap(({ file, title }) => {
        if (!TRACKED.includes(file)) return [`${id}: no file ${file}`];
        return read(file).includes(title) ? [] : [`${id}: ${file} has no test «${title}»`];
      }),
    );
    expect(missing).toEqual([]);
  });
});
