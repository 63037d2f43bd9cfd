import { createHash } from 'node:crypto';
import { type Outcome, type Reconstruction, TICK_MS, Watch } from '@skyaccord/accord';
import { canonicalJson, checkInclusion, checkRange, checkSignature, leafHash, type PublicJwk } from '@skyaccord/proof';
import type { ParsedRecord, RunStarted, TickBody } from '../journal/record.ts';
import { decodeInputs } from '../watch/inputs.ts';
import { watchOptionsOf } from '../watch/options.ts';
import { type CaseArchive, digestsOf, PARTS } from './archive.ts';
import { checkWork } from './case_work.ts';
import { figureDigest, figureOf } from './figure.ts';
import type { Finding } from './finding.ts';

/** Keys that parties are known to have, from elsewhere than the archive. */
export type KnownKeys = readonly { readonly party: string; readonly key: PublicJwk }[];

/**
 * Checks an archive with nothing but itself and public keys: digests, signatures, its place in the journal, and every
 * outcome in its span by running the observations through the same watch, to the last byte. Never throws: what cannot
 * be read fails.
 */
export function verifyCase(archive: CaseArchive, keys: KnownKeys): Finding[] {
  const findings = [...digests(archive), ...signatures(archive, keys), ...places(archive)];
  const ticks = readTicks(archive, findings);
  if (ticks === null) return findings;
  findings.push(...inputs(ticks), ...rerun(archive, ticks), ...caseStands(archive, ticks));
  findings.push(...figures(archive), ...work(archive));
  findings.push({
    says: 'open',
    words:
      'What no check of this file can tell: whether the observations are true, whether any were withheld from this ' +
      'node, and what the parties report themselves.',
  });
  return findings;
}

function digests(archive: CaseArchive): Finding[] {
  const found = digestsOf(archive);
  const altered = PARTS.filter((part) => found[part] !== archive.manifest.parts[part]);
  if (altered.length === 0) return [{ says: 'holds', words: `All ${PARTS.length} parts are those of the manifest.` }];
  return altered.map((part) => ({
    says: 'fails',
    words:
      `The part ${part} was altered: its SHA-256 is ${found[part]}, ` +
      `and the manifest has ${archive.manifest.parts[part]}.`,
  }));
}

function signatures({ manifest, signatures }: CaseArchive, keys: KnownKeys): Finding[] {
  if (signatures.length === 0) {
    const words = 'Nobody signed the archive: whoever made it may have made the journal for it.';
    return [{ says: 'open', words }];
  }
  return signatures.map((signature) => {
    const verdict = checkSignature(
      signature,
      manifest,
      keys.map(({ key }) => key),
    );
    const { signer } = verdict;
    if (!verdict.ok) {
      const unknown = verdict.fault === 'unknown_key';
      const words = `The signature of ${signer?.party ?? 'nobody known'}: ${verdict.reason}.`;
      return { says: unknown ? 'open' : 'fails', words };
    }
    const { party, kid, signed_ms } = verdict.signer;
    if (!keys.some((one) => one.party === party)) {
      return {
        says: 'fails',
        words: `The signature in the name of ${party} was made with another party's key ${kid}.`,
      };
    }
    return { says: 'holds', words: `Signed by ${party} at ${iso(signed_ms)} with the key ${kid}.` };
  });
}

/** Whether the records stand in the journal that the head is of. */
function places({ manifest, run, records }: CaseArchive): Finding[] {
  const { size, root } = manifest.head;
  const begun = checkInclusion({ leaf: leafHash(run.record), index: run.sequence - 1, size, root, path: run.path });
  const leaves = records.texts.map((text) => leafHash(text));
  const stand = checkRange({ leaves, from: records.sequence - 1, size, root, path: records.path });
  const last = records.sequence + leaves.length - 1;
  return [
    begun
      ? { says: 'holds', words: `The run began with record ${run.sequence} of the journal of ${size} records.` }
      : { says: 'fails', words: `Record ${run.sequence}, which began the run, is not in the journal that was signed.` },
    stand
      ? { says: 'holds', words: `Records ${records.sequence} to ${last} stand in it without a gap.` }
      : { says: 'fails', words: `Records ${records.sequence} to ${last} are not in the journal that was signed.` },
  ];
}

type Tick = { readonly record: ParsedRecord; readonly body: TickBody; readonly payload: string | null };

/** The ticks of the span; null, and a finding, where a record cannot be read. */
function readTicks({ records, observations }: CaseArchive, findings: Finding[]): Tick[] | null {
  const ticks: Tick[] = [];
  for (const [i, text] of records.texts.entries()) {
    try {
      const record = JSON.parse(text) as ParsedRecord;
      if (record.sequence !== records.sequence + i)
        throw new RangeError(`it says of itself that it is ${record.sequence}`);
      if (record.kind !== 'tick') continue;
      ticks.push({ record, body: record.body as TickBody, payload: observations[i] ?? null });
    } catch (error) {
      findings.push({ says: 'fails', words: `Record ${records.sequence + i} cannot be read: ${reasonOf(error)}.` });
      return null;
    }
  }
  return ticks;
}

function inputs(ticks: readonly Tick[]): Finding[] {
  let count = 0;
  for (const { record, body, payload } of ticks) {
    const found = payload === null ? null : createHash('sha256').update(payload).digest('hex');
    if (found !== body.sha256) {
      const place = `record ${record.sequence} (${iso(record.time_ms)})`;
      const words = `The observations of ${place} are not those that it was computed from.`;
      return [{ says: 'fails', words }];
    }
    count += body.observations;
  }
  return [{ says: 'holds', words: `All ${count} observations are those that the records were computed from.` }];
}

/** Runs the watch over the span again. */
function rerun({ run, before }: CaseArchive, ticks: readonly Tick[]): Finding[] {
  const findings: Finding[] = [];
  let watch: Watch;
  try {
    const options = watchOptionsOf((JSON.parse(run.record) as ParsedRecord).body as RunStarted);
    watch = before === null ? new Watch(options) : Watch.restore(options, structuredClone(before));
  } catch (error) {
    return [
      {
        says: 'open',
        words: `The watch of this version cannot take it up, so nothing was computed again: ${reasonOf(error)}.`,
      },
    ];
  }
  let outcomes = 0;
  for (const { record, body, payload } of ticks) {
    const place = `record ${record.sequence} (${iso(record.tick * TICK_MS)})`;
    let said: readonly Outcome[];
    try {
      const { observations, logged, heard } = decodeInputs(payload === null ? null : new TextEncoder().encode(payload));
      said = body.finish ? watch.finish() : watch.advance(record.tick, observations, heard, logged);
    } catch (error) {
      return [{ says: 'fails', words: `At ${place} the watch fails: ${reasonOf(error)}.` }];
    }
    if (canonicalJson(said) !== canonicalJson(body.outcomes)) {
      return [
        {
          says: 'fails',
          words: `At ${place} the watch says something else than the record: ${firstOf(body.outcomes, said)}.`,
        },
      ];
    }
    outcomes += said.length;
  }
  findings.push({
    says: 'holds',
    words: `All ${outcomes} outcomes of ${ticks.length} ticks were computed again, byte for byte.`,
  });
  if (before !== null) {
    const words =
      'The watch as it stood before is taken as the archive has it; `skyaccord verify --replay` on the whole journal ' +
      'computes that too.';
    findings.push({ says: 'open', words });
  }
  return findings;
}

function firstOf(then: readonly unknown[], now: readonly Outcome[]): string {
  for (let i = 0; i < Math.max(then.length, now.length); i++) {
    const [was, is] = [then[i] as Outcome | undefined, now[i]];
    if (was === undefined || is === undefined || canonicalJson(was) !== canonicalJson(is)) {
      return `outcome ${i + 1}, ${was?.kind ?? 'none'} in the record, ${is?.kind ?? 'none'} now`;
    }
  }
  return 'nothing differs';
}

/** Whether the case of the archive is the one that a record closed. */
function caseStands({ case: file }: CaseArchive, ticks: readonly Tick[]): Finding[] {
  const outcomes = ticks.flatMap(({ body }) => body.outcomes as readonly Outcome[]);
  const closed = outcomes.find((one) => one.kind === 'case_closed' && one.case.id === file.id);
  if (closed?.kind !== 'case_closed') {
    return [{ says: 'fails', words: `No record of the archive closes the case ${file.id}.` }];
  }
  if (canonicalJson(closed.case) === canonicalJson(file)) {
    return [{ says: 'holds', words: `The case ${file.id} is the one that the watch closed, figure for figure.` }];
  }
  return [{ says: 'fails', words: `The case ${file.id} is not as the watch closed it.` }];
}

/** What the parties said and signed, by the memorandum of the run. */
function work(archive: CaseArchive): Finding[] {
  try {
    const { memorandum } = watchOptionsOf((JSON.parse(archive.run.record) as ParsedRecord).body as RunStarted);
    return checkWork(archive, memorandum);
  } catch (error) {
    return [{ says: 'fails', words: `The memorandum of the run cannot be read: ${reasonOf(error)}.` }];
  }
}

/** The reconstruction computed again, and whether it is the one that was signed. */
function figures(archive: CaseArchive): Finding[] {
  const { case: file, run, records, observations, manifest } = archive;
  let figure: Reconstruction;
  try {
    const { memorandum } = watchOptionsOf((JSON.parse(run.record) as ParsedRecord).body as RunStarted);
    figure = figureOf(file, memorandum, records.texts, observations);
  } catch (error) {
    return [{ says: 'fails', words: `The case cannot be reconstructed: ${reasonOf(error)}.` }];
  }
  const { closest } = figure;
  const told =
    closest === null
      ? 'how near the two came cannot be told from it'
      : `closest at ${iso(closest.t_cpa_ms)}, ${metres(closest.h_cpa_m)} apart ` +
        `(95 %: ${metres(closest.h_low_m)} to ${metres(closest.h_high_m)})`;
  if (manifest.reconstruction === undefined) {
    return [{ says: 'open', words: `The archive has no digest of a reconstruction. Computed now: ${told}.` }];
  }
  if (manifest.reconstruction === figureDigest(figure)) {
    return [{ says: 'holds', words: `The reconstruction was computed again, byte for byte: ${told}.` }];
  }
  return [
    { says: 'fails', words: `The reconstruction comes out otherwise than it was signed. Computed now: ${told}.` },
  ];
}

const metres = (length_m: number): string => `${length_m.toFixed(1)} m`;
const iso = (time_ms: number): string =>
  Number.isSafeInteger(time_ms) && Math.abs(time_ms) < 8.64e15 ? new Date(time_ms).toISOString() : 'no time';
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
