import { describe, expect, it } from 'vitest';
import { memorandumWith, NEAR, WIDE } from '../../test/traffic.ts';
import type { CaseFile } from '../outcome.ts';
import { redactionProblems } from './redaction.ts';
import { type CaseRelease, draftOf, RELEASE_LIMITS, releasableUnder, releaseIdOf } from './release.ts';
import { nextVersion, type ReleaseGround, releaseObjection, standingReleases } from './releases.ts';
import type { CaseAct, CaseStep } from './step.ts';

const T = Date.UTC(2030, 9, 15, 7, 4, 37);
const exchange = (more = '') => `
  - id: exchange
    kind: incident_exchange_deadline
    words: {en: Exchange accounts.}
    first_within: 48 h
    contents: [account]${more}`;
const MEMORANDUM = memorandumWith(WIDE, exchange());
const { clauses } = MEMORANDUM;
const GROUND: ReleaseGround = { parties: ['nc', 'sf'], state: 'agreed', withdrawn: null };
const FINDINGS = 'f'.repeat(64);
const CONTEXT = {
  clauses,
  digest: (content: unknown) => JSON.stringify(content),
  objection: (party: string, signature: string) => (signature === `key of ${party}` ? null : 'the key is another'),
};
const FILE = {
  id: '20301015T070300Z-a1b2c3-d4e5f6',
  a: { track: 'a1b2c3', identity: { callsign: 'ALD14', registration: 'AB-CDE', party: 'nc' } },
  b: { track: 'd4e5f6', identity: { callsign: 'BOR2', registration: null, party: 'sf' } },
  encounter: { class: 'crewed/crewed', t_cpa_ms: T, h_cpa_m: 3889, v_cpa_m: -91, breaches: [], losses: [] },
  samples: Array.from({ length: 601 }, (_, i) => ({ time_ms: T + (i - 300) * 1000, range_m: 3889 + i })),
} as unknown as CaseFile;

const release = (change: Partial<CaseRelease> = {}): CaseRelease => ({
  skyaccord: 'release/1',
  id: releaseIdOf(T, FINDINGS),
  version: 1,
  kind: 'case',
  state: 'published',
  released_ms: T,
  parties: ['nc', 'sf'],
  basis: { standing: 'agreed', findings_sha256: FINDINGS },
  ...draftOf(FILE, MEMORANDUM, 'agreed'),
  ...change,
});

let made_ms = T;
const step = (party: string, n: number, act: CaseAct): CaseStep => {
  made_ms += 1000;
  return { case: 'c', party, n, made_ms, by: { id: 'p', name: 'Officer' }, ...act };
};
const signed = (party: string, n: number, draft: string, of: CaseRelease, key = party) =>
  step(party, n, { act: 'release_signed', draft, sha256: CONTEXT.digest(of), signature: `key of ${key}` });
const drafted = (party: string, n: number, of: CaseRelease) => step(party, n, { act: 'release_drafted', release: of });
const fold = (steps: readonly CaseStep[], ground = GROUND, findings: string | null = FINDINGS) =>
  standingReleases(steps, ground, findings, CONTEXT);
const states = (steps: readonly CaseStep[]) => fold(steps).map(({ state }) => state);

describe('releases of a case', () => {
  const first = release();
  const draft = drafted('nc', 1, first);

  it('are out when every party signed the very text, with a key that counts', () => {
    expect(states([draft])).toEqual(['waits']);
    expect(states([draft, signed('nc', 2, 'nc c 1', first)])).toEqual(['waits']);
    expect(states([draft, signed('nc', 2, 'nc c 1', first), signed('sf', 1, 'nc c 1', first)])).toEqual(['released']);
    const foreign = fold([draft, signed('nc', 2, 'nc c 1', first), signed('sf', 1, 'nc c 1', first, 'nc')]);
    expect(foreign[0]).toMatchObject({ state: 'waits', signed: [{ but: null }, { but: 'the key is another' }] });
    const other = signed('sf', 1, 'nc c 1', release({ released_ms: T + 1 }));
    expect(fold([draft, other])[0]!.signed[0]!.but).toContain('it is over another text');
  });

  it('can be declined with a reason, and drafted anew; the later draft takes the place of the one that waits', () => {
    const no = step('sf', 1, { act: 'release_declined', draft: 'nc c 1', reason: 'Say that we called.' });
    expect(fold([draft, no])[0]).toMatchObject({ state: 'declined', declined: { reason: 'Say that we called.' } });
    const stranger = step('xx', 1, { act: 'release_declined', draft: 'nc c 1', reason: 'No.' });
    expect(states([draft, stranger])).toEqual(['waits']);
    expect(states([draft, drafted('sf', 1, release())])).toEqual(['superseded', 'waits']);
  });

  it('are corrected and withdrawn by a later version that all sign', () => {
    const out = [draft, signed('nc', 2, 'nc c 1', first), signed('sf', 1, 'nc c 1', first)];
    expect(nextVersion(fold(out))).toBe(2);
    const gone = release({ version: 2, state: 'withdrawn' });
    const all = [...out, drafted('sf', 2, gone)];
    expect(states(all)).toEqual(['released', 'waits']);
    all.push(signed('sf', 3, 'sf c 2', gone), signed('nc', 3, 'sf c 2', gone));
    expect(states(all)).toEqual(['replaced', 'released']);
    // What is no later than what is out waits for nobody.
    expect(states([...out, drafted('nc', 3, release())])).toEqual(['released', 'superseded']);
  });

  it('come to nothing for a case that the parties have not come to the end of, and say why', () => {
    for (const [ground, findings, why] of [
      [{ ...GROUND, state: 'disputed' }, FINDINGS, 'the case is disputed, and the memorandum lets only cases'],
      [{ ...GROUND, state: 'alleged' }, FINDINGS, 'the case is alleged'],
      [GROUND, null, 'its findings have not been signed off by every party'],
      [GROUND, 'e'.repeat(64), 'it rests on other findings'],
      [{ ...GROUND, withdrawn: 'A mistake.' }, FINDINGS, 'was withdrawn'],
      [{ ...GROUND, parties: ['nc', 'sf', 'xx'] }, FINDINGS, 'not to be signed by all parties'],
    ] as const) {
      const all = [draft, signed('nc', 2, 'nc c 1', first), signed('sf', 1, 'nc c 1', first)];
      const [one] = fold(all, ground as ReleaseGround, findings);
      expect(one).toMatchObject({ state: 'void', but: expect.stringContaining(why) });
    }
  });

  it('are of agreed cases unless the memorandum names others', () => {
    const wider = memorandumWith(WIDE, exchange('\n    released_when: [disputed, agreed]'));
    expect(releasableUnder(clauses)).toEqual(['agreed']);
    expect(releasableUnder(wider.clauses)).toEqual(['agreed', 'disputed']);
    const disputed = { ...GROUND, state: 'disputed' } as const;
    expect(releaseObjection(disputed, FINDINGS, wider.clauses)).toBe(null);
    expect(releaseObjection({ ...GROUND, state: 'not_determined' }, FINDINGS, wider.clauses)).toContain(
      'only cases be released that are agreed or disputed',
    );
  });
});

describe('what a release may say', () => {
  const SECRETS = ['ALD14', 'a1b2c3', 'AB-CDE', 'Iris Vale'];
  const problems = (summary: string, languages = ['en']) =>
    redactionProblems(
      { words: { en: { title: 'Title', summary, paragraphs: [], facts: [] } } },
      languages,
      SECRETS,
    ).map(({ reason }) => reason);

  it('is drafted with nothing in it that must not be told, coarsely', () => {
    const { words, plot } = draftOf(FILE, MEMORANDUM, 'agreed');
    expect(redactionProblems({ words }, MEMORANDUM.languages, SECRETS)).toEqual([]);
    expect(words.en?.facts).toContainEqual({ label: 'Hour (UTC)', value: '2030-10-15 07:00 Z' });
    expect(words.en?.facts).toContainEqual({ label: 'Closest point, vertical', value: 'about 300 ft' });
    expect(plot?.time_s.length).toBeLessThanOrEqual(240);
    expect(plot?.time_s.at(-1)).toBe(300);
    for (const range_m of plot?.range_m ?? []) expect(range_m! % 10).toBe(0);
  });

  it('draws the minimum that was breached, also where another one was lost for a moment before', () => {
    const two = memorandumWith(WIDE, NEAR);
    const losses = [{ clause: 'WIDE' }, { clause: 'NEAR' }];
    const minimum_m = (breaches: object[]): number | undefined =>
      draftOf({ ...FILE, encounter: { ...FILE.encounter, losses, breaches } } as unknown as CaseFile, two, 'agreed')
        .plot?.lateral_minimum_m;
    expect(minimum_m([{ clause: 'NEAR' }])).toBe(1852);
    expect(minimum_m([])).toBe(3 * 1852);
  });

  it('names no aircraft, person, place, minute or address, however it is written', () => {
    for (const text of ['ald 14 turned.', 'By AB CDE.', 'Seen by iris  vale.', 'The track A1B2C3.']) {
      expect(problems(text), text).toEqual([expect.stringContaining('which the public is not told')]);
    }
    expect(problems('At 07:04 it turned.')).toEqual(['it tells a time to the minute']);
    expect(problems('Il vira à 7h04.')).toEqual(['it tells a time to the minute']);
    expect(problems('At 36° 12 N.')).toEqual(['it tells a place']);
    expect(problems('Write to a@b.example.')).toEqual(['it holds an address of somebody']);
    expect(problems('At 07:00 Z one turned right by 20°, the other was baldly 140 m off.')).toEqual([]);
  });

  it('is there in each language of the memorandum and in no other, neither empty nor too long', () => {
    expect(problems('Fine.', ['en', 'fr'])).toEqual(['the memorandum is in that language too']);
    expect(problems('Fine.', ['fr'])).toHaveLength(2);
    expect(problems(' ')).toEqual(['it is empty']);
    expect(problems('x'.repeat(RELEASE_LIMITS.summary + 1))).toEqual(['it has 601 letters']);
  });
});
