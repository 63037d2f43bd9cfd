import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFromSeed, publicHalf, sign } from '@skyaccord/proof';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { meetingIn } from '../../../../test/meeting.ts';
import { eventually, json, testNode } from '../../test/node.ts';
import { type CaseArchive, digestsOf, packArchive, unpackArchive } from './archive.ts';
import { closedCases, exportCase } from './export_case.ts';
import type { Finding } from './finding.ts';
import { verifyCase } from './verify_case.ts';

const key = keyFromSeed(new Uint8Array(32).fill(9));
const KNOWN = [{ party: 'nc', key: publicHalf(key) }];

const data = mkdtempSync(join(tmpdir(), 'skyaccord-evidence-'));
afterAll(() => rmSync(data, { recursive: true }));
let archive: CaseArchive;

beforeAll(async () => {
  const node = await testNode({ data, speed: 400, ...meetingIn(data) });
  await eventually(
    () => json<{ cases: { state: string }[] }>(`${node.url}/api/v1/cases`),
    ({ cases }) => cases.some(({ state }) => state === 'closed'),
    45_000,
  );
  await node.close();
  const [{ id } = { id: 'none' }] = closedCases(data);
  archive = exportCase(data, id);
  // The watch as it stood before comes with it: so late is the case opened.
  expect(archive.before).not.toBeNull();
}, 60_000);

const failing = (findings: readonly Finding[]): string[] =>
  findings.filter(({ says }) => says === 'fails').map(({ words }) => words);
const signed = (one: CaseArchive, party = 'nc'): CaseArchive => ({
  ...one,
  signatures: [sign(one.manifest, key, party, 5)],
});
/** With its manifest made to fit, as a forger would. */
const forged = (change: Partial<CaseArchive>): CaseArchive => {
  const parts = { ...archive, ...change };
  return { ...parts, manifest: { ...archive.manifest, parts: digestsOf(parts) } };
};

describe('a case file', () => {
  test('holds from its signature to its last figure, with nothing else at hand', () => {
    const findings = verifyCase(unpackArchive(packArchive(signed(archive))), KNOWN);
    expect(failing(findings)).toEqual([]);
    const holds = findings.filter(({ says }) => says === 'holds').map(({ words }) => words);
    expect(holds.join('\n')).toMatch(
      /Signed by nc[\s\S]*stand in it without a gap[\s\S]*byte for byte[\s\S]*figure for figure/,
    );
    expect(holds.join('\n')).toMatch(/The reconstruction was computed again, byte for byte: closest at .* apart/);
    expect(
      findings.some(({ says, words }) => says === 'open' && words.startsWith('The watch as it stood before')),
    ).toBe(true);
  });

  test('says that nobody signed it, that a key is not known, and that a signer used a key that is not theirs', () => {
    const { records, observations } = archive;
    const first = { records: { ...records, texts: records.texts.slice(0, 1) }, observations: observations.slice(0, 1) };
    const small = forged(first);
    const words = (one: CaseArchive, keys = KNOWN) =>
      verifyCase(one, keys).map(({ says, words }) => `${says} ${words}`);
    expect(words(small)).toContainEqual(expect.stringMatching(/^open Nobody signed/));
    expect(words(signed(small), [])).toContainEqual(expect.stringMatching(/^open The signature of nc: the key/));
    expect(words(signed(small, 'mu'))).toContainEqual(expect.stringMatching(/^fails .*in the name of mu .*another/));
  });

  test('names the part that was altered', () => {
    const case_ = { ...archive.case, encounter: { ...archive.case.encounter, h_cpa_m: 9999 } };
    expect(failing(verifyCase({ ...archive, case: case_ }, []))[0]).toMatch(/^The part case was altered/);
  });

  test('finds what a forger made fit: figures, records, observations, the watch before', () => {
    const { records, observations, before } = archive;
    const case_ = { ...archive.case, encounter: { ...archive.case.encounter, h_cpa_m: 9999 } };
    expect(failing(verifyCase(forged({ case: case_ }), []))).toEqual([
      expect.stringMatching(/not as the watch closed it/),
    ]);
    const at = observations.findIndex((one) => one !== null);
    const texts = records.texts.with(at, records.texts[at]!.replace('"observations":', '"observations": '));
    const rewritten = failing(verifyCase(forged({ records: { ...records, texts } }), []));
    expect(rewritten).toContainEqual(expect.stringMatching(/^Records \d+ to \d+ are not in the journal/));
    const moved = observations.with(at, observations[at]!.replace(/"latitude_deg":(\d)/, '"latitude_deg":1$1'));
    expect(failing(verifyCase(forged({ observations: moved }), []))[0]).toMatch(
      new RegExp(`^The observations of record ${records.sequence + at} `),
    );
    const empty = { ...before!, tick: before!.tick + 10_000 };
    expect(failing(verifyCase(forged({ before: empty }), []))[0]).toMatch(/^At record \d+ .* the watch fails/);
    const shorter = { ...archive.manifest, head: { ...archive.manifest.head, size: records.sequence } };
    expect(failing(verifyCase({ ...archive, manifest: shorter }, [])).join(' ')).toMatch(/not in the journal/);
  });

  test('finds figures that do not come of it, and tells those of a file that has no digest of them', () => {
    const { reconstruction: _, ...without } = archive.manifest;
    const other = { ...archive, manifest: { ...archive.manifest, reconstruction: '0'.repeat(64) } };
    expect(failing(verifyCase(other, []))).toEqual([expect.stringMatching(/comes out otherwise than it was signed/)]);
    const older = verifyCase({ ...archive, manifest: without }, []);
    expect(failing(older)).toEqual([]);
    expect(older.map(({ words }) => words).join(' ')).toMatch(
      /no digest of a reconstruction. Computed now: closest at/,
    );
  });

  test('is refused where it is no case file, cut, or not in its one form', () => {
    expect(() => unpackArchive(Buffer.from('{}'))).toThrow(/not that of a case file/);
    expect(() => unpackArchive(packArchive({ ...archive, observations: [] }))).toThrow(/observations of the archive/);
    expect(() => exportCase(data, 'none')).toThrow(/No record in .* closes the case none/);
  });
});
