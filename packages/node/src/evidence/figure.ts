import { type CaseFile, type Memorandum, type Outcome, type Reconstruction, reconstruct } from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import { type ParsedRecord, parseRecord, type RunStarted, type TickBody } from '../journal/record.ts';
import type { StoreReader } from '../store/store.ts';
import { decodeInputs } from '../watch/inputs.ts';
import { watchOptionsOf } from '../watch/options.ts';
import { caseSpan, payloadOf } from './case_span.ts';

/**
 * A case reconstructed from its part of a journal: the canonical texts of the records, and what came in the tick of
 * each, as lines of JSON.
 */
export function figureOf(
  file: CaseFile,
  memorandum: Memorandum,
  texts: readonly string[],
  payloads: readonly (string | null)[],
): Reconstruction {
  const outcomes = texts.flatMap((text) => {
    const { kind, body } = JSON.parse(text) as ParsedRecord;
    return kind === 'tick' ? ((body as TickBody).outcomes as readonly Outcome[]) : [];
  });
  const observations = payloads.flatMap((payload) =>
    payload === null ? [] : decodeInputs(new TextEncoder().encode(payload)).observations,
  );
  return reconstruct({ case: file, memorandum, observations, outcomes });
}

/** By which two can tell that they have the same figures, to the last bit. */
export const figureDigest = (figure: Reconstruction): string => sha256Hex(canonicalJson(figure));

/** The reconstruction of a closed case of a journal; null where no record closes such a case. */
export function reconstructionIn(data: string, reader: StoreReader, id: string): Reconstruction | null {
  const span = caseSpan(reader, id);
  if (span === null) return null;
  const { memorandum } = watchOptionsOf(parseRecord(span.run).body as RunStarted);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const payloads = span.records.map((record) => {
    const payload = payloadOf(data, record);
    return payload === null ? null : decoder.decode(payload);
  });
  const texts = span.records.map(({ record }) => record);
  return figureOf(span.file, memorandum, texts, payloads);
}
