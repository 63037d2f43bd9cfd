import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scene, scene } from '../../test/scenes.ts';
import { ofKind } from '../../test/traffic.ts';
import type { Outcome } from '../outcome.ts';
import { replay } from '../replay.ts';
import { Watch, type WatchState } from '../watch.ts';

function run({ memorandum, observations, logged }: Scene): Outcome[] {
  return [...replay(new Watch({ memorandum, advise: [] }), observations, logged)].flatMap(({ outcomes }) => [
    ...outcomes,
  ]);
}

/** Clause, whom it is about, answer, why; in the order of clauses and names. */
function verdictsOf(outcomes: readonly Outcome[]): string[] {
  return ofKind(outcomes, 'verdict')
    .map(({ clause, subjects, answer, why }) => {
      const whom = subjects.map(({ callsign, track, party }) => callsign ?? track ?? party).join('+');
      return `${clause} ${whom} ${answer} ${why}`;
    })
    .sort();
}

const noticesOf = (outcomes: readonly Outcome[]): string[] =>
  outcomes
    .flatMap((one) =>
      one.kind === 'clause_notice' || one.kind === 'permission_notice'
        ? [`${one.clause} ${one.identity.callsign ?? one.track}`]
        : [],
    )
    .sort();

/** Each example over the scenario that is written for it: what is said of every clause, and what while it lasts. */
const EXPECTED: Readonly<Record<string, { scenario: string; verdicts: string[]; notices: string[]; asked: string[] }>> =
  {
    'rule-of-threes': {
      scenario: 'threes',
      verdicts: [
        'CALL-1 HIGH2+PACT2 complied done_in_time',
        'CALL-1 HIGH3+PACT3 breached not_done',
        'SEP-1 HIGH1+PACT1 complied kept',
        'SEP-1 HIGH2+PACT2 breached broken',
        'SEP-1 HIGH3+PACT3 cannot_tell uncertainty_decides',
      ],
      notices: [],
      asked: ['DUTY-1', 'DUTY-1'],
    },
    'incidents-at-sea-and-air': {
      scenario: 'sea-and-air',
      verdicts: [
        'FREQ-1 d8a001 complied kept',
        'FREQ-1 d8b002 breached broken',
        'HAZ-1 nr complied done_in_time',
        'SEP-1 NORV1+SOMA2 breached broken',
      ],
      notices: [],
      asked: ['CARE-1', 'NOT-1'],
    },
    'border-standoffs': {
      scenario: 'border',
      verdicts: [
        'CAUTION-1 EAST6 breached broken',
        'EXEMPT-1 WEST4 complied done_in_time',
        'LINE-1 EAST2 complied kept',
        'LINE-1 EAST3 breached broken',
        'LINE-1 EAST6 breached broken',
        'LINE-1 WEST1 complied kept',
        'LINE-1 WEST4 complied exempted',
        'LINE-1 d6c005 cannot_tell not_known_whether_bound',
        'XPDR-1 EAST2 complied kept',
        'XPDR-1 EAST3 complied kept',
        'XPDR-1 EAST6 complied kept',
        'XPDR-1 WEST1 complied kept',
        'XPDR-1 WEST4 complied kept',
        'XPDR-1 d6c005 complied kept',
      ],
      notices: ['CAUTION-1 EAST6', 'LINE-1 EAST3', 'LINE-1 EAST6'],
      asked: [],
    },
    'wildfire-rings': {
      scenario: 'wildfire',
      verdicts: [
        'CLOSED-1 NEWS3 breached broken',
        'CLOSED-1 NEWS4 complied kept',
        'DRONE-1 d3a099 breached broken',
        'RING-1 NEWS3 breached not_done',
        'RING-1 NEWS4 complied done_in_time',
        'RING-1 RESC7 breached not_done',
        'RING-1 RESC8 cannot_tell times_overlap',
        'RING-1 TANK21 complied done_in_time',
        'RING-1 d3a099 cannot_tell reaches_the_end_of_the_records',
      ],
      notices: ['CLOSED-1 NEWS3', 'DRONE-1 d3a099', 'RING-1 NEWS3', 'RING-1 RESC7'],
      asked: [],
    },
    'drone-campus': {
      scenario: 'drone-campus',
      verdicts: [
        'CALL-1 ALDR2+BROOK1 breached not_done',
        'HAZ-1 campus breached done_late',
        'HAZ-1 campus complied done_in_time',
        'LINE-1 campus+brook complied kept',
        'PERM-1 BROOK2 breached broken',
        'PERM-1 d5c001 cannot_tell not_known_whether_bound',
        'SEP-1 ALDR2+BROOK1 cannot_tell uncertainty_decides',
        'WAY-1 ALDR2+BROOK1 breached broken',
        'XPDR-1 ALDR1 complied kept',
        'XPDR-1 ALDR2 complied kept',
        'XPDR-1 ALDR3 breached broken',
        'ZONE-1 ALDR2 breached broken',
      ],
      notices: ['PERM-1 BROOK2', 'ZONE-1 ALDR2'],
      asked: ['DUTY-1'],
    },
    'humanitarian-corridor': {
      scenario: 'corridor',
      verdicts: [
        'EXEMPT-1 OBAN3 complied done_in_time',
        'LINE-1 relief+ta+ob complied kept',
        'PERM-1 OBAN3 complied exempted',
        'PERM-1 TARN2 breached broken',
        'PERM-1 TARN4 complied kept',
      ],
      notices: ['PERM-1 OBAN3', 'PERM-1 TARN2'],
      asked: [],
    },
  };

describe.each(Object.entries(EXPECTED))('the example %s, tried on traffic', (example, { scenario, ...expected }) => {
  const played = scene(example, scenario);
  const outcomes = run(played);

  it('gives the verdicts that one expects, each once, and tells of violations while they last', () => {
    expect(verdictsOf(outcomes)).toEqual(expected.verdicts);
    expect(noticesOf(outcomes)).toEqual(expected.notices);
    expect(ofKind(outcomes, 'question_opened').map(({ clause }) => clause)).toEqual(expected.asked);
    expect(ofKind(outcomes, 'call_logged')).toHaveLength(played.logged.length);
  });

  it('says a notice before its verdict, and nothing but what JSON can say', () => {
    const verdicts = ofKind(outcomes, 'verdict');
    for (const notice of ofKind(outcomes, 'clause_notice')) {
      const verdict = verdicts.find(({ clause, subjects }) => {
        return clause === notice.clause && subjects[0]?.track === notice.track;
      });
      expect(verdict?.answer).toBe('breached');
      expect(verdict!.time_ms).toBeGreaterThan(notice.time_ms);
    }
    expect(JSON.parse(JSON.stringify(outcomes))).toEqual(outcomes);
  });
});

describe('judging', () => {
  const played = scene('wildfire-rings', 'wildfire');

  it('does not depend on the order in which things of one instant came', () => {
    const turned = { ...played, observations: [...played.observations], logged: [...played.logged].reverse() };
    for (let i = 1; i < turned.observations.length; i += 2) {
      const [x, y] = [turned.observations[i - 1]!, turned.observations[i]!];
      if (x.time_ms === y.time_ms) [turned.observations[i - 1], turned.observations[i]] = [y, x];
    }
    expect(run(turned)).toEqual(run(played));
  });

  it('goes on to the byte when the watch is saved and restored, wherever it is cut', () => {
    const { memorandum } = played;
    const said = (cuts: ReadonlySet<number>): string => {
      let watch = new Watch({ memorandum, advise: [] });
      const texts: string[] = [];
      const inputs = played.observations.slice(0, 2_400);
      for (let i = 0; i < inputs.length; i += 5) {
        const batch = inputs.slice(i, i + 5);
        const tick = Math.max(watch.tick + 1, Math.ceil(batch.at(-1)!.time_ms / 100));
        texts.push(JSON.stringify(watch.advance(tick, batch, [], i === 0 ? played.logged : [])));
        if (!cuts.has(i / 5)) continue;
        const state = JSON.stringify(watch.save());
        watch = Watch.restore({ memorandum, advise: [] }, JSON.parse(state) as WatchState);
        expect(JSON.stringify(watch.save())).toBe(state);
      }
      return [...texts, JSON.stringify(watch.finish())].join('\n');
    };
    const whole = said(new Set());
    expect(whole).toContain('"kind":"verdict"');
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(479), { minLength: 5, maxLength: 5 }), (at) => {
        expect(said(new Set(at)) === whole).toBe(true);
      }),
      { numRuns: 1 },
    );
  });
});
