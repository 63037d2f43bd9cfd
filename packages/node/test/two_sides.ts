import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type LinkedAdvice,
  type LinkedAlert,
  type Memorandum,
  type Outcome,
  parseMemorandum,
  type Rung,
  settingOf,
  TICK_MS,
  tickOf,
  Watch,
} from '@skyaccord/accord';
import { type Observation, readScenario, scenarioObservations } from '@skyaccord/wire';
import { Advising } from '../src/link/advising.ts';
import { isFlightUpdate, observationOf } from '../src/link/flights.ts';
import { isAdvice } from '../src/link/heard.ts';
import { HeardAlertList, isAlertUpdate } from '../src/link/heard_alerts.ts';
import { ownShare } from '../src/link/own_share.ts';
import { ShownAlerts } from '../src/link/shown_alerts.ts';
import { ShownFlights } from '../src/link/shown_flights.ts';
import type { Picture } from '../src/picture/picture.ts';
import type { Core } from '../src/run/core.ts';

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../scenarios/${name}`, import.meta.url)), 'utf8');
const { memorandum } = parseMemorandum(read('october.memorandum.yaml'));
const scenario = readScenario(read('october.yaml'));
export const BEGIN_MS = 1_800_000_000_000;
const observations = scenarioObservations(scenario, BEGIN_MS);
/** As often as a cell looks at what it shows. */
const SHOW_TICKS = 2;

/**
 * One party's watch with what its cell tells the other one, under a clock that the test moves. What is shown, and how
 * it is taken, is the code of the cell; the way between is the test's.
 */
export class Side {
  readonly party: string;
  readonly watch: Watch;
  readonly outcomes: Outcome[] = [];
  readonly #sensed = new Map<number, Observation[]>();
  readonly #came = new Map<number, unknown[]>();
  readonly #flights: ShownFlights;
  readonly #alerts: ShownAlerts;
  readonly #advising: Advising;
  readonly #heard = new HeardAlertList();
  #sequence = 0;

  constructor(party: string, other: string, rules: Memorandum = memorandum) {
    this.party = party;
    this.watch = new Watch({ memorandum: rules, advise: [party] });
    for (const one of ownShare(observations, rules, party, [other])) {
      const tick = tickOf(one.time_ms);
      this.#sensed.set(tick, [...(this.#sensed.get(tick) ?? []), one]);
    }
    const identityOf = (track: string) => this.watch.identity(track);
    const picture = {
      tracks: () => this.watch.trackStates(),
      alerts: () => this.watch.alerts(),
      track: (track: string) => {
        const identity = identityOf(track);
        return identity === null ? null : { identity };
      },
    } as unknown as Picture;
    const all = { rung: 'identity', delay_s: null, resolution_m: null } as const;
    const bind = () => 'f'.repeat(64);
    this.#flights = new ShownFlights({ party, picture, bind, setting: (_, what) => settingOf(what, [], all) }, [other]);
    const rungOf = (peer: string, track: string): Rung => this.#flights.rungOf(peer, track) ?? 'nothing';
    const setting = (_: string, rung: Rung) => settingOf('alerts', [], { ...all, rung });
    this.#alerts = new ShownAlerts({ party, picture, bind, setting, rungOf }, [other]);
    this.#advising = new Advising(
      { options: { picture } } as unknown as Core,
      party,
      this.#flights,
      () => rules.clauses,
    );
  }

  /** One tick; gives what is to be told the other side, whole, as JSON would carry it. */
  step(tick: number, other: string): unknown[] {
    const seen = [...(this.#sensed.get(tick) ?? [])];
    const heard: (LinkedAdvice | LinkedAlert)[] = [];
    for (const update of this.#came.get(tick) ?? []) this.#take(update, other, seen, heard, tick);
    this.#came.delete(tick);
    this.outcomes.push(...this.watch.advance(tick, seen, heard));
    if (tick % SHOW_TICKS !== 0) return [];
    const now_ms = tick * TICK_MS;
    const told = new Map<string, unknown>();
    for (const shown of [this.#flights, this.#alerts]) {
      for (const [name, update] of shown.look(now_ms).get(other) ?? []) told.set(name, update);
    }
    const tell = (name: string, update: unknown) => told.set(name, update);
    this.#advising.look(now_ms, [{ party: other, hasRoom: false, tell, submit: () => {} }]);
    return [...told.values()].map((update) => JSON.parse(JSON.stringify(update)) as unknown);
  }

  /** What arrives at a tick. */
  hear(tick: number, updates: readonly unknown[]): void {
    if (updates.length > 0) this.#came.set(tick, [...(this.#came.get(tick) ?? []), ...updates]);
  }

  #take(update: unknown, from: string, seen: Observation[], heard: (LinkedAdvice | LinkedAlert)[], tick: number): void {
    const { kind, advice } = update as { kind?: unknown; advice?: unknown };
    if (isFlightUpdate(update)) {
      const one = update.kind === 'flight' ? observationOf(update.view, from, `link ${from}`, this.#sequence++) : null;
      if (one !== null) seen.push(one);
    } else if (isAlertUpdate(update)) {
      const knows = (track: string) => this.watch.identity(track) !== null;
      const said = this.#heard.take(from, update, tick * TICK_MS, knows);
      if (said !== null) heard.push(said);
    } else if (kind === 'advice' && isAdvice(advice)) heard.push(advice);
    else throw new Error(`the other side cannot read ${JSON.stringify(update)}`);
  }
}

/** Both sides of October; `delayed`: ticks that a message takes at a tick, null where the link is cut. */
export function playOctober(
  delayed: (tick: number) => number | null,
  until_s: number,
  look: (sides: readonly [Side, Side], tick: number) => void = () => {},
): readonly [Side, Side] {
  const sides = [new Side('nc', 'mu'), new Side('mu', 'nc')] as const;
  const from = tickOf(BEGIN_MS);
  for (let tick = from; tick <= from + (until_s * 1000) / TICK_MS; tick++) {
    for (const [i, side] of sides.entries()) {
      const other = sides[1 - i]!;
      const told = side.step(tick, other.party);
      const delay = delayed(tick);
      if (delay !== null) other.hear(tick + delay, told);
    }
    look(sides, tick);
  }
  return sides;
}
