import type { Observation } from '@skyaccord/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  circling,
  circuit,
  flown,
  type Path,
  rangeOf,
  relativeSpeedOf,
  straight,
  turningIn,
} from '../../test/flown.ts';
import { every, ofKind, play, START_MS } from '../../test/traffic.ts';
import { parseMemorandum } from '../memorandum/parse.ts';
import type { Alert, EncounterKind, Outcome } from '../outcome.ts';
import { Watch } from '../watch.ts';

/** Half a mile and 500 ft between any two, at all times. */
const { memorandum } = parseMemorandum(`
skyaccord: memorandum/1
id: close
version: 1
languages: [en]
title: {en: Close}
parties: [{id: anyone, name: Anyone, role: third_party}]
clauses:
  - id: CLOSE
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [crewed/crewed], between: any}
    lateral: 0.5 NM
    vertical: 500 ft
    grace: 0 s
    warn_ahead: 25 s
`);

const adsb = { technology: 'adsb', category: 'A1' } as const;

/** Two that fly like this for `label_s`, each in its own way near the other on purpose. */
class Scene {
  readonly kind: EncounterKind;
  readonly numbers: readonly number[];
  readonly a: Path;
  readonly b: Path;
  readonly label_s: number;
  readonly over: Partial<Observation>;

  constructor(
    kind: EncounterKind,
    numbers: readonly number[],
    a: Path,
    b: Path,
    label_s: number,
    over: Partial<Observation> = {},
  ) {
    this.kind = kind;
    this.numbers = numbers;
    this.a = a;
    this.b = b;
    this.label_s = label_s;
    this.over = over;
  }

  /** What a property that fails prints. */
  toString(): string {
    return `${this.kind} of ${this.numbers.join(', ')}`;
  }
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const scenes: Readonly<Record<string, fc.Arbitrary<Scene>>> = {
  formation: fc.tuple(number(150, 800), number(40, 120), number(0, 359), number(-30, 30)).map((numbers) => {
    const [off, v, track, up] = numbers;
    const beside = { ...straight({}, track + 90, off)(1), up_m: 1000 + up };
    return new Scene('formation', numbers, straight({}, track, v), straight(beside, track, v), 45, adsb);
  }),
  tow: fc.tuple(number(50, 90), number(28, 40), number(0, 359), number(0, 3)).map((numbers) => {
    const [rope, v, track, climb] = numbers;
    const ahead = straight({}, track, rope)(1);
    return new Scene('tow', numbers, straight(ahead, track, v, climb), straight({}, track, v, climb), 45);
  }),
  thermal: fc.tuple(number(90, 160), number(22, 32), number(90, 180), number(-15, 15)).map((numbers) => {
    const [radius, v, apart, up] = numbers;
    const b = circling({ up_m: 1000 + up }, radius, v, apart, 1.5);
    return new Scene('thermal', numbers, circling({}, radius, v, 0, 1.5), b, 80);
  }),
  circuit: fc.tuple(number(0.45, 0.55), number(40, 50)).map((numbers) => {
    const [ahead, v] = numbers;
    return new Scene('circuit', numbers, circuit(0, v), circuit(ahead, v), 330, adsb);
  }),
};

function watchOver(scene: Scene, b: Path, to_s: number): Outcome[] {
  const watch = new Watch({ memorandum });
  const reports = [
    flown('d1a001', scene.a, every(0, to_s), scene.over),
    flown('d2b001', b, every(0, to_s), scene.over),
  ];
  return [...play(watch, reports.flat()), ...watch.finish()];
}

const told = (outcomes: readonly Outcome[]): Alert[] =>
  [...ofKind(outcomes, 'alert_raised'), ...ofKind(outcomes, 'alert_updated')].map((one) => one.alert);

describe.each(Object.entries(scenes))('%s', (kind, arbitrary) => {
  it('keeps two that go on like this from being told of as a warning', () => {
    fc.assert(
      fc.property(arbitrary, (scene) => {
        const outcomes = watchOver(scene, scene.b, scene.label_s + 60);
        const late = told(outcomes).filter((one) => one.time_ms > START_MS + scene.label_s * 1000);
        expect(late.filter((one) => one.level !== 'advisory')).toEqual([]);
        expect(late.every((one) => one.kind === kind)).toBe(true);
        const losses = ofKind(outcomes, 'encounter_closed').flatMap((one) => one.encounter.losses);
        expect(losses.length).toBeGreaterThan(0);
        expect(losses.some((one) => one.excused_s > 0)).toBe(kind !== 'circuit');
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('never keeps one that turns in at 20 m/s or more from being warned of in 3 s, or 4 s before they meet', () => {
    fc.assert(
      fc.property(arbitrary, number(0, 60), number(4, 20), (scene, more_s, meet_s) => {
        const from_s = scene.label_s + Math.round(more_s);
        const b = turningIn(scene.b, from_s, scene.a, meet_s);
        const at_s = from_s + meet_s - 0.5;
        // An aircraft can do this: no faster than it may be in a dive, and not climbing or sinking like a stone.
        const turned = b(from_s);
        const speed_mps = relativeSpeedOf(turned, straight({}, 0, 0)(0));
        fc.pre(speed_mps >= 20 && speed_mps <= 130 && Math.abs(turned.up_mps - scene.b(from_s).up_mps) <= 6);
        fc.pre(relativeSpeedOf(scene.a(at_s), b(at_s)) >= 20 && rangeOf(scene.a(from_s), turned) > 30);
        const alerts = told(watchOver(scene, b, from_s + meet_s + 5));
        // Positions alone must show that it turned, three reports a second apart; then at least 4 s are left.
        const by_s = from_s + Math.max(Math.min(3, meet_s - 1.5), meet_s - 4);
        const before = alerts.filter(
          (one) => one.time_ms >= START_MS + from_s * 1000 && one.time_ms <= START_MS + by_s * 1000,
        );
        expect(before.some((one) => one.level !== 'advisory')).toBe(true);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});
