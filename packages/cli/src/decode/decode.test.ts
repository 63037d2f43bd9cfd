import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRecordings, recording } from '../../../../test/data.ts';

const COMMAND = fileURLToPath(new URL('../../bin/skyaccord.mjs', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyaccord-decode-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the command as a person does; resolves whatever its exit code. */
function skyaccord(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...words], { maxBuffer: 1 << 28 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

const decode = (...words: string[]) => skyaccord('decode', ...words);

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

function said(second: number, over = ''): string {
  const time = `2026/03/01,12:00:0${second}.250`;
  return `MSG,3,1,1,3C0001,1,${time},${time},FOXTR6,12000,250,91,45.1,-5.2,,,0,,0,0${over}\n`;
}
const OGN = "FLRDD0001>APRS,qAS,T:/120000h4506.12N/00512.34W'000/000/A=003281 !W37! id06DD0001\n";

describe('skyaccord decode', () => {
  it('prints a table in UTC, ft and kt, the files with their formats, and complaints beside it', async () => {
    const sbs = await file('a.sbs', said(1) + said(2, ',') + said(3));
    const ogn = await file('ogn-2026-03-01.txt', OGN);
    const { code, out, err } = await decode(sbs, ogn);
    expect(code).toBe(0);
    const [head, ...rows] = out.split('\n');
    expect(head).toMatch(/^UTC +address +callsign +regist\. +lat +lon +ft +kt +track +source$/);
    expect(rows[0]).toMatch(
      /^2026-03-01T12:00:00\.000Z +~flrdd0001 +- +- +45\.10205 +-5\.20578 +3281g +0 +\? +ogn-2026-03-01\.txt flarm$/,
    );
    expect(rows[1]).toMatch(
      /^2026-03-01T12:00:01\.250Z +3c0001 +FOXTR6 +- +45\.10000 +-5\.20000 +12000 +250 +091 +a\.sbs unknown$/,
    );
    expect(out).toContain(`${sbs}: basestation, 2 observations\n${ogn}: ogn-aprs, 1 observations\n`);
    expect(out).toContain('3 observations of 2 aircraft');
    expect(err).toContain('a.sbs, line 2: ');
  });

  it('sums up many complaints by what is wrong', async () => {
    const late = (second: number) => said(second).replaceAll('12:00:0', '11:00:0');
    const wrong = `${said(3, ',')}${said(1)}${late(1)}`.repeat(15);
    const { err } = await decode(await file('wrong.sbs', wrong));
    expect(err.match(/wrong\.sbs, line/g)).toHaveLength(20);
    expect(err).toContain('... and 10 complaints more\n');
    expect(err).toContain('15 times not MSG, a type from 1 to 8, and 22 fields in all\n');
    expect(err).toContain('15 times generated: ... ms earlier than the one before it\n');
  });

  it('stops at the limit and says how many are left', async () => {
    const { out } = await decode(await file('b.sbs', said(1) + said(2) + said(3)), '--limit', '1');
    expect(out.match(/^2026/gm)).toHaveLength(1);
    expect(out).toContain('... and 2 more');
  });

  it('prints lines that are a recording again', async () => {
    const first = await decode(await file('c.sbs', said(1) + said(2)), '--json');
    expect(first.out.split('\n')[0]).toBe('{"skyaccord":"observations/1"}');
    const second = await decode(await file('c.jsonl.gz', gzipSync(first.out)), '--json');
    expect(second).toEqual(first);
    expect(second.out.trim().split('\n')).toHaveLength(3);
  });

  it('asks for the day where only the time of day is given, and takes it', async () => {
    const path = await file('ogn.txt', OGN);
    const without = await decode(path);
    expect(without.err).toContain('--date YYYY-MM-DD');
    expect(without.out).toContain('0 observations of 0 aircraft');
    expect((await decode(path, '--date', '2026-03-04')).out).toContain('2026-03-04T12:00:00.000Z');
    const replayed = await skyaccord('replay', path, '--date', '2026-03-04', '--json');
    expect(JSON.parse(replayed.out)).toMatchObject({ observations: 1, aircraft: 1 });
    const wrong = await decode(path, '--date', '2026-02-30');
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('YYYY-MM-DD');
  });

  it('prints the registration beside the callsign', async () => {
    const line = {
      now: 1_750_000_000,
      hex: '3c0001',
      flight: 'XX-ABC',
      flightdict: { flight: 'ALPHA1' },
      lat: 45,
      lon: -5,
    };
    const { out } = await decode(await file('names.jsonl', `${JSON.stringify(line)}\n`));
    expect(out).toMatch(/ 3c0001 +ALPHA1 +XX-ABC +45\.00000 /);
  });

  it('says what a format is that it does not read, and what to do', async () => {
    const { code, out, err } = await decode(await file('frames.avr', '*8d3461ce399e40586b4ee4932241;\n'));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('it is raw Mode S frames (AVR), which is not decoded here: give it to readsb');
    expect(err).toContain('Known formats: readsb-aircraft-json');
  });

  it('refuses what it cannot tell, with what it knows', async () => {
    const { code, out, err } = await decode(await file('note.txt', 'hello'));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('Known formats: ');
  });
});

describeRecordings('skyaccord decode of recordings', () => {
  it('a drone, again the same from its own lines', async () => {
    const first = await decode(recording('remoteid-parrot-anafi/real.pcapng.gz'), '--json');
    expect(first.err).toBe('');
    expect(first.out.trim().split('\n')).toHaveLength(1141);
    expect((await decode(await file('drone.jsonl', first.out), '--json')).out).toBe(first.out);
  });
});
