import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeRecordings, recording } from '../../../../test/data.ts';
import { readRecording } from './open.ts';

describeRecordings('whole recordings', () => {
  it('a folder of flight logs, in order of time', async () => {
    const { observations, files, complaints } = await readRecording([recording('gliders-leverkusen-2017-07-15/igc')]);
    expect(observations).toHaveLength(154_057);
    expect(files).toHaveLength(23);
    expect(complaints).toEqual([]);
    const earlier = observations.findIndex(({ time_ms }, index) => time_ms < (observations[index - 1]?.time_ms ?? 0));
    expect(earlier).toBe(-1);
  });

  it('a folder in which two files of five are recordings', async () => {
    const { observations, files, complaints } = await readRecording([recording('formats-toulouse-120s')]);
    expect(observations).toHaveLength(257 + 237);
    expect(files.map(({ format }) => format)).toEqual([null, 'basestation', null, null, 'readsb-json-lines']);
    expect(complaints).toHaveLength(3);
  });

  it('a day of OGN, whose date is in the name of its folder, and a capture of Remote ID', async () => {
    const paths = ['gliders-bayreuth-2018-05-30/ogn-aprs.txt.gz', 'remoteid-parrot-anafi/real.pcapng.gz'];
    const { files, from_ms, complaints } = await readRecording(paths.map(recording));
    expect(files.map(({ format, observations }) => [format, observations])).toEqual([
      ['ogn-aprs', 110_590],
      ['remoteid-pcapng', 1140],
    ]);
    expect(complaints).toEqual([]);
    expect(from_ms).toBe(Date.UTC(2018, 4, 30, 7, 0, 17));
  });

  it('a day of Monterey in a process of less than 300 MB', () => {
    const open = JSON.stringify(join(import.meta.dirname, 'open.ts'));
    const path = JSON.stringify(recording('adsb-monterey-2025-06-01/tracks.jsonl.gz'));
    const script = `const { readRecording } = await import(${open});
      const { observations } = await readRecording([${path}]);
      console.log(JSON.stringify({ count: observations.length, peak_kib: process.resourceUsage().maxRSS }));`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const { count, peak_kib } = JSON.parse(out) as { count: number; peak_kib: number };
    expect(count).toBe(44_120);
    expect(peak_kib).toBeLessThan(300 * 1024);
  });
});
