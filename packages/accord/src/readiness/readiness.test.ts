import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Evidence, EvidenceKind } from './evidence.ts';
import { READINESS_STEPS, READINESS_TERMS, readinessOf } from './readiness.ts';

const T0 = Date.UTC(2026, 9, 5, 6, 0, 0);
const DAY_MS = 86_400_000;
const MEMBERS = ['alder', 'birch'];

const piece = (kind: EvidenceKind, member: string, other: string | null, change: Partial<Evidence> = {}): Evidence => ({
  kind,
  member,
  other,
  from_ms: T0,
  until_ms: null,
  source: 'record 1',
  ...change,
});
const OWN: readonly EvidenceKind[] = ['announcement', 'watch', 'memorandum', 'feeds'];
const BETWEEN: readonly EvidenceKind[] = ['test_answered', 'link', 'message_accepted'];
const INITIAL: readonly Evidence[] = [
  ...OWN.flatMap((kind) => MEMBERS.map((member) => piece(kind, member, null))),
  ...BETWEEN.map((kind) => piece(kind, 'alder', 'birch')),
];
const at = (evidence: readonly Evidence[], now_ms: number = T0) =>
  readinessOf(MEMBERS, evidence, READINESS_TERMS, now_ms);

test('an announcement is the first step and no other; what is missing is listed', () => {
  const cell = at(MEMBERS.map((member) => piece('announcement', member, null)));
  expect(cell).toMatchObject({ state: 'announced', stood_up: false });
  expect(cell.members[0]?.missing.map(({ words }) => words)).toEqual([
    'nobody has the watch',
    'no test call answered with birch',
    'the memorandum is not in force',
    'no live feed at its node',
    'nodes not linked with birch',
    'no message accepted with birch',
    'no exercise carried through with birch',
  ]);
});

test('with all evidence it is initial, with an exercise full', () => {
  expect(at(INITIAL)).toMatchObject({ state: 'initial', stood_up: true });
  expect(at([...INITIAL, piece('exercise', 'birch', 'alder')])).toMatchObject({ state: 'full', stood_up: true });
});

test('property: without any one piece of the evidence it is not initial, whatever else there is', () => {
  const kinds = fc.constantFrom<EvidenceKind>('announcement', 'exercise');
  fc.assert(
    fc.property(fc.nat(INITIAL.length - 1), fc.array(kinds, { maxLength: 5 }), (without, more) => {
      const rest = INITIAL.filter((_one, i) => i !== without);
      const { kind } = INITIAL[without]!;
      const added = more.filter((one) => one !== kind).map((one) => piece(one, 'alder', 'birch'));
      const cell = at([...rest, ...added]);
      expect(cell.stood_up).toBe(false);
      expect(cell.members.some(({ missing }) => missing.some((one) => one.kind === kind))).toBe(true);
    }),
  );
});

test('evidence grows old: without a test call in its time the cell is degraded, and says since when', () => {
  const later_ms = T0 + 1000 * READINESS_TERMS.test_s;
  expect(at(INITIAL, later_ms).state).toBe('initial');
  const cell = at(INITIAL, later_ms + 1);
  expect(cell).toMatchObject({ state: 'degraded', stood_up: false });
  expect(cell.members[1]).toMatchObject({ state: 'degraded', step: 'staffed' });
  expect(cell.members[1]?.missing[0]?.words).toBe('no test call answered with alder since 2026-10-05T06:00:00.000Z');
});

test('a watch that ended, or a link that broke, degrades it; when it is back it is what it was', () => {
  const broken = INITIAL.map((one) => (one.kind === 'link' ? { ...one, until_ms: T0 + 60_000 } : one));
  expect(at(broken, T0 + 59_999).state).toBe('initial');
  expect(at(broken, T0 + 60_000).state).toBe('degraded');
  const back = [...broken, piece('link', 'birch', 'alder', { from_ms: T0 + 90_000 })];
  expect(at(back, T0 + 90_000).state).toBe('initial');
});

test('a suspension by one member suspends the cell, and the other member stays what it is', () => {
  const cell = at([...INITIAL, piece('suspension', 'birch', null)]);
  expect(cell.state).toBe('suspended');
  expect(cell.members.map(({ state }) => state)).toEqual(['initial', 'suspended']);
  expect(cell.stood_up).toBe(false);
  const over = piece('suspension', 'birch', null, { until_ms: T0 + DAY_MS / 2 });
  expect(at([...INITIAL, over], T0 + DAY_MS / 2).state).toBe('initial');
});

test('a third member is missing with both others until it has its own evidence', () => {
  const three = readinessOf([...MEMBERS, 'cedar'], INITIAL, READINESS_TERMS, T0);
  expect(three).toMatchObject({ state: 'none', stood_up: false });
  expect(three.members[0]?.missing.map(({ other }) => other)).toContain('cedar');
});

test('of what two others have between them the node of a third shows nothing, and asks for nothing', () => {
  const three = [...MEMBERS, 'cedar'];
  const cell = readinessOf(three, INITIAL, READINESS_TERMS, T0, 'cedar');
  const missing = cell.members.map(({ missing }) => missing.flatMap(({ other }) => other ?? []));
  expect(missing.map((others) => [...new Set(others)])).toEqual([['cedar'], ['cedar'], ['alder', 'birch']]);
});

test('what is yet to come shows nothing', () => {
  expect(at(INITIAL, T0 - 1)).toMatchObject({ state: 'none', stood_up: false });
});

test('a cell of one, or of none, has nobody to be ready with', () => {
  expect(readinessOf([], [], READINESS_TERMS, T0)).toEqual({ state: 'none', stood_up: false, members: [] });
  expect(readinessOf(['alder'], INITIAL, READINESS_TERMS, T0).stood_up).toBe(false);
});

test('property: more of the evidence never lowers the step', () => {
  fc.assert(
    fc.property(fc.subarray([...INITIAL]), fc.subarray([...INITIAL]), (some, more) => {
      const lowest = (evidence: readonly Evidence[]) =>
        at(evidence).members.map(({ step }) => READINESS_STEPS.indexOf(step));
      const before = lowest(some);
      lowest([...new Set([...some, ...more])]).forEach((step, i) => {
        expect(step).toBeGreaterThanOrEqual(before[i]!);
      });
    }),
  );
});
