import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileMissions } from './file.ts';
import { FileProblems } from './read.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const example = (name: string): string => fileURLToPath(new URL(`../../../../examples/${name}`, import.meta.url));
const LOOK = [
  example('missions/relief.geojson'),
  ...['--memorandum', example('memoranda/rule-of-threes.yaml')],
  ...['--with', example('missions/others.csv')],
  ...['--hazards', example('missions/closures.kml')],
  ...['--now', '2030-10-15T00:00:00Z'],
];
const skyaccord = (...words: readonly string[]) =>
  spawnSync(process.execPath, [MAIN, 'mission', ...words], { encoding: 'utf8' });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skyaccord-mission-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('skyaccord mission', () => {
  it('check says what is in the way of the example, with mission, clause and time, and exits with 1', () => {
    const { stdout, status } = skyaccord('check', ...LOOK);
    expect(stdout.split('\n')).toEqual([
      'relief-1: 2 in its way, 0 to know of',
      expect.stringMatching(
        /^ {2}refused {2}Closer to mission survey-7 \(mu\) than SEP-1 allows, 2030-10-15 06:04Z to 06:05Z/,
      ),
      '  refused  Closed to it: Fire-fighting aircraft at work (notice fire-3), 2030-10-15 06:06Z to 06:08Z.',
      '',
    ]);
    expect(status).toBe(1);
  });

  it('options prints three ways out, cheapest first, and cancelling, as words and as JSON', () => {
    const { stdout, status } = skyaccord('options', ...LOOK, '--json');
    expect(status).toBe(0);
    const [found] = (JSON.parse(stdout) as { missions: { offers: { kind: string; cost: number; says: string }[] }[] })
      .missions;
    expect(found?.offers).toHaveLength(4);
    expect(found?.offers.at(-1)?.kind).toBe('cancel');
    expect(found?.offers.map(({ cost }) => cost)).toEqual(
      found?.offers.map(({ cost }) => cost).toSorted((a, b) => a - b),
    );
    expect(found?.offers.some(({ says }) => /^Go round [\d.]+ NM to the (left|right), /.test(says))).toBe(true);
  });

  it('names every fault of a file with its place and the remedy', () => {
    const file = join(folder, 'm.csv');
    writeFileSync(file, 'id,party,latitude_deg,longitude_deg,altitude_m,time\nm1,nc,99,20,3000,now\n');
    const { stderr, status } = skyaccord('check', file);
    expect(status).toBe(1);
    expect(stderr).toContain('row 2 aircraft: missing; add aircraft');
    expect(stderr).toContain('row 2 route: a list of 1; give 2 to 10000');
  });

  it('file sends each mission to a node and tells what it refused', async () => {
    const heard: unknown[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece) => {
        body += String(piece);
      });
      request.on('end', () => {
        heard.push((JSON.parse(body) as { mission: { id: string } }).mission.id);
        const refused = heard.length > 1;
        response.writeHead(refused ? 409 : 201, { 'content-type': 'application/json' });
        const error = { code: 'mission_refused', message: 'In the way.', remedy: 'Ask for ways out.' };
        response.end(JSON.stringify(refused ? { error } : { mission: { id: 'survey-7' }, state: 'accepted' }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const node = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const file = join(folder, 'two.json');
    writeFileSync(file, JSON.stringify([{ id: 'a' }, { id: 'b' }]));
    const written: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = ((text: string) => written.push(text) > 0) as typeof process.stdout.write;
    try {
      await fileMissions(file, { node, json: false });
    } finally {
      process.stdout.write = write;
      await new Promise((resolve) => server.close(resolve));
    }
    expect(heard).toEqual(['a', 'b']);
    expect(written.join('')).toBe('survey-7: accepted\n[1]: refused, mission_refused: In the way. Ask for ways out.\n');
    expect(process.exitCode).toBe(1);
    process.exitCode = undefined;
    await expect(fileMissions(file, { node, json: false })).rejects.toThrow(FileProblems);
    await expect(fileMissions(file, { node: 'nowhere', json: false })).rejects.toThrow('not an address');
  });
});
