import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, parseMemorandum, replay, Watch } from '@skyaccord/accord';
import { readRecording } from '@skyaccord/node';
import type { Observation } from '@skyaccord/wire';
import { expect, test } from 'vitest';
import { describeRecordings, recording } from './data.ts';
import { makeIntruders } from './intruders.ts';

const root = join(import.meta.dirname, '..');

/** What is said of tracks and warned of; nobody is advised, which changes neither and takes half the time. */
function run(memorandum: string, observations: readonly Observation[]): Outcome[] {
  const watch = new Watch({ memorandum: parseMemorandum(memorandum).memorandum, advise: [] });
  return [...replay(watch, observations)].flatMap(({ outcomes }) => outcomes);
}

const OCTOBER = readFileSync(join(root, 'scenarios/october.memorandum.yaml'), 'utf8');
/** Nothing to warn of: fusion alone. */
const DUTY = `
skyaccord: memorandum/1
id: watch-only
version: 1
title: {en: Watch only}
languages: [en]
parties: [{id: club, name: Club, role: signatory}]
clauses: [{id: CARE, kind: qualitative_duty, words: {en: Take care.}}]
`;
const DAY = { date_ms: Date.UTC(2018, 4, 30) };

/**
 * Pairs of the independent lists of close encounters that are one aircraft heard twice: its own address and that of a
 * ground station, or two of a ground station, the later one begun on top of the other.
 */
const GHOSTS: Record<string, readonly (readonly [string, string])[]> = {
  'adsb-monterey-2025-06-01': [
    ['a9da33', '~2b00e1'],
    ['a9d63a', '~2b0134'],
    ['a4ebc0', '~2b2963'],
    ['ab1b2d', '~2b0d0d'],
    ['~2b3a22', '~2b3a25'],
  ],
  'adsb-watsonville-2025-12-13': [['a50fbd', '~2b3a8a']],
};

/** No pair of a list that is one aircraft heard twice is reported or warned of as two. */
function expectNoGhosts(name: string, outcomes: readonly Outcome[]): void {
  const ghosts = GHOSTS[name] ?? [];
  const is = (a: string, b: string) => ghosts.some(([x, y]) => x === a && y === b);
  for (const one of outcomes) {
    if (one.kind === 'encounter_closed') {
      const { a, b, h_cpa_m, kind } = one.encounter;
      // Two echoes that came apart for good may meet again as two.
      if (is(a, b)) expect(kind === 'same_aircraft' || h_cpa_m > 500, `${a}/${b} at ${h_cpa_m} m`).toBe(true);
    }
    if (one.kind === 'alert_raised' && is(one.alert.a.track, one.alert.b.track)) {
      expect(one.alert.range_m, `${one.alert.a.track}/${one.alert.b.track}`).toBeGreaterThan(500);
    }
  }
  const text = JSON.stringify(outcomes);
  for (const [x, y] of ghosts) expect(text.includes(`"${y}"`), `${x} ${y}`).toBe(true);
}

describeRecordings('fusion on recordings', () => {
  test('Watsonville: no ghost is reported as an encounter', async () => {
    const name = 'adsb-watsonville-2025-12-13';
    const { observations } = await readRecording([recording(`${name}/tracks.jsonl.gz`)]);
    expectNoGhosts(name, run(OCTOBER, observations));
  });

  test('Monterey: of 500 aircraft under station addresses that pass a real one, 99 % are warned of, and no ghost', async () => {
    const name = 'adsb-monterey-2025-06-01';
    const { observations } = await readRecording([recording(`${name}/tracks.jsonl.gz`)]);
    const intruders = makeIntruders(observations, 500, 1);
    const all = [...observations, ...intruders.flatMap((one) => one.observations)];
    const outcomes = run(
      OCTOBER,
      all.sort((x, y) => x.time_ms - y.time_ms),
    );
    expectNoGhosts(name, outcomes);
    const warned = new Set<string>();
    for (const one of outcomes) {
      if (one.kind !== 'alert_raised' && one.kind !== 'alert_updated') continue;
      // A warning, not only an advisory.
      if (one.alert.level !== 'advisory') warned.add(`${one.alert.a.track} ${one.alert.b.track}`);
    }
    const found = intruders.filter(({ address, target }) => warned.has([address, target].sort().join(' ')));
    expect(found.length).toBeGreaterThanOrEqual(495);
  });

  test('gliders heard by FLARM and by their loggers: joined rightly, heights and the poor unit found', async () => {
    const folder = 'gliders-bayreuth-2018-05-30';
    const { observations } = await readRecording(
      [recording(`${folder}/ogn-aprs.txt.gz`), recording(`${folder}/onboard-igc`)],
      DAY,
    );
    const outcomes = run(DUTY, observations);
    const rows = readFileSync(recording(`${folder}/ids.csv`), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const pairs = rows.map((row) => row.split(',')).filter(([logger]) => logger !== '');
    const addressOf = new Map(
      pairs.map(([logger, id]) => [logger!, /^ICA/.test(id!) ? id!.slice(3).toLowerCase() : `~${id!.toLowerCase()}`]),
    );
    const fused = outcomes.filter((one) => one.kind === 'tracks_fused');
    const joined = new Set(fused.map((one) => `${one.track} ${one.other}`));
    for (const [logger, address] of addressOf) expect(joined, logger).toContain(`${address} ${logger}`);
    // Whoever is listed is joined with nobody else.
    for (const { track, other } of fused) if (addressOf.has(other)) expect(track).toBe(addressOf.get(other));
    const flagged = (kind: string) =>
      outcomes
        .filter((one) => one.kind === 'track_flagged' && one.flag.flag === kind)
        .map((one) => (one.kind === 'track_flagged' ? one.track : ''));
    expect([...new Set(flagged('height_bias'))].sort()).toEqual(['FJ', 'NX', 'TOY', 'WR', 'YY']);
    expect(flagged('poor_accuracy')).toContain('LY');
    expect(flagged('poor_accuracy').every((track) => track === 'LY' || track === addressOf.get('LY'))).toBe(true);
  });
});
