import { canonicalJson, GENESIS, linkHash, verifyChain } from '@skyaccord/proof';
import { describe, expect, test } from 'vitest';
import { at, output, pass } from '../../test/outcomes.ts';
import { type Draft, EMPTY_HEAD, headAfter, linkRecord, linkTick, outcomesOf, type TickDraft } from './record.ts';

const tick = (number: number, outcomes = [...(pass(number, 'x').get(number) ?? [])]): TickDraft => ({
  ...output(number, outcomes),
  quiet_from: null,
  finish: false,
  log: { segment: 1, offset: 16, length: 7 },
  sha256: 'ab'.repeat(32),
  observations: 3,
});

describe('records', () => {
  test("a tick's record, put together from canonical parts, is canonical as a whole", () => {
    const record = linkTick(EMPTY_HEAD, tick(20), 100);
    expect(canonicalJson(JSON.parse(record.record))).toBe(record.record);
    expect(record).toMatchObject({ sequence: 1, tick: 20, time_ms: 2_000, outcomes: 1, first_outcome: 1 });
    expect(record.hash).toBe(linkHash(GENESIS, record.record));
  });

  test('every kind of record is canonical and links to the one before', () => {
    const drafts: Draft[] = [
      { kind: 'config', ...at(1), body: { event: 'resumed', detail: { b: 1, a: null } } },
      { kind: 'feed', ...at(2), body: { feed: 'readsb', event: 'live', detail: '' } },
      { kind: 'run_ended', ...at(3), body: { reason: 'finished', detail: '' } },
    ];
    let head = EMPTY_HEAD;
    const records = drafts.map((draft) => {
      const record = linkRecord(head, draft, { segment: 1, offset: 16 });
      head = headAfter(record);
      return record;
    });
    for (const { record } of records) expect(canonicalJson(JSON.parse(record))).toBe(record);
    expect(verifyChain(records)).toEqual({ ok: true, count: 3, head: head.hash });
  });

  test('outcomes are counted over the whole journal', () => {
    const first = linkTick(EMPTY_HEAD, tick(1), 100);
    const second = linkTick(headAfter(first), tick(2, pass(-28, 'y').get(2)), 100);
    expect(outcomesOf(first).map(({ sequence }) => sequence)).toEqual([1]);
    expect(outcomesOf(second).map(({ sequence }) => sequence)).toEqual([2, 3, 4]);
    expect(headAfter(second).outcomes).toBe(4);
  });
});
