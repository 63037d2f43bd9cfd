import { describe, expect, it } from 'vitest';
import { memorandumWith, WIDE } from '../../test/traffic.ts';
import type { LogEntry } from '../judged.ts';
import type { CaseFile } from '../outcome.ts';
import { type ReportedCall, verdictsOnWord } from './on_word.ts';

const T = Date.UTC(2030, 9, 15, 7);
const MEMORANDUM = memorandumWith(
  WIDE,
  `
  - id: LADDER
    kind: frequency_ladder
    words: {en: Call on each in turn.}
    rungs:
      - {frequency: 134.1 MHz, call: {en: Hello.}, wait: 20 s}
      - {frequency: 121.5 MHz, call: {en: Hello again.}, wait: 20 s}`,
  `
  - id: SAY
    kind: required_calls
    words: {en: Say what you do.}
    at: warning
    steps: [{en: Turn.}]
    calls: [{frequency: 121.5 MHz, say: {en: Turning.}, read_back: {en: Turning.}, within: 10 s}]`,
);
const [{ id: NC }, { id: OTHER }] = MEMORANDUM.parties as unknown as [{ id: string }, { id: string }];
const side = (track: string, party: string) => ({ track, identity: { callsign: track, party } });
const FILE = {
  id: 'case-1',
  opened_ms: T,
  closed_ms: T + 120_000,
  a: side('a1', NC),
  b: side('b1', OTHER),
  advisories: [{ time_ms: T }],
  encounter: { alerted: 'breach' },
} as unknown as CaseFile;

const at = (s: number, off_s = 0) => ({ earliest_ms: T + (s - off_s) * 1000, latest_ms: T + (s + off_s) * 1000 });
const reported = (s: number, call: Partial<ReportedCall>): ReportedCall => ({
  at: at(s),
  says: 'call',
  by: NC,
  clause: 'LADDER',
  track: 'a1',
  ...call,
});
const LADDER = [
  reported(0, { frequency_mhz: 134.1 }),
  reported(20, { frequency_mhz: 121.5 }),
  reported(30, { says: 'answer', by: OTHER }),
];
const MADE = [
  reported(1, { clause: 'SAY', step: 1 }),
  reported(6, { clause: 'SAY', step: 1, says: 'read_back', by: OTHER, track: 'b1' }),
];
const onWord = (accounts: { party: string; calls?: readonly ReportedCall[] }[], recorded: readonly LogEntry[] = []) =>
  verdictsOnWord(MEMORANDUM, FILE, recorded, accounts);

describe('verdicts on the word of an account', () => {
  it('say what the clause says if it was so, on whose word, beside the record, which says nothing', () => {
    expect(onWord([{ party: NC, calls: [...LADDER, ...MADE] }])).toMatchObject([
      { clause: 'LADDER', recorded: null, answer: 'complied', on_word_of: [NC] },
      { clause: 'SAY', recorded: null, answer: 'complied', on_word_of: [NC] },
    ]);
  });

  it('may change what the record cannot tell', () => {
    const recorded: LogEntry[] = [{ ...MADE[0]!, at: at(1) }];
    expect(onWord([{ party: NC }], recorded)).toEqual([]);
    expect(onWord([{ party: OTHER, calls: [MADE[1]!] }], recorded)).toMatchObject([
      { clause: 'SAY', recorded: 'cannot_tell', answer: 'complied', on_word_of: [OTHER] },
    ]);
    // Late by its own account: an earlier one may have gone unwritten.
    expect(onWord([{ party: OTHER, calls: [{ ...MADE[1]!, at: at(60) }] }], recorded)).toEqual([]);
  });

  it('never stand against the record: who kept the log and did not write a call down is not cleared by a later one', () => {
    const kept: LogEntry[] = [
      { at: at(-600), says: 'log_opened', by: NC },
      { ...MADE[0]!, at: at(1) },
      { ...MADE[1]!, at: at(40) },
    ];
    expect(onWord([{ party: NC, calls: [MADE[1]!] }], kept)).toEqual([]);
  });

  it('take the latest account of a party alone, and nothing that the memorandum does not know', () => {
    const foreign = reported(0, { clause: 'NONE' });
    expect(onWord([{ party: NC, calls: [foreign] }])).toEqual([]);
    expect(onWord([{ party: NC, calls: MADE }, { party: NC }])).toEqual([]);
  });
});
