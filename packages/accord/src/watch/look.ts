import { adviseBoth, bandsOf, isHeldOff, type Sky } from '../advice/advise.ts';
import { sameManoeuvres } from '../advice/manoeuvres.ts';
import type { Alarms } from '../alerts/alarms.ts';
import { aircraftState, predictCpa } from '../alerts/describe.ts';
import { findClauses, rankOf } from '../alerts/findings.ts';
import { floorsOf, highestFloor, raiseToFloors } from '../alerts/floors.ts';
import type { HeardAlerts } from '../alerts/heard.ts';
import { probabilityOfAny, weighFindings } from '../alerts/odds.ts';
import { type AlertState, advanceAlert, endAlert, noAlert, type Transition } from '../alerts/standing.ts';
import { closeCase, noteAdvisory, type OpenCase, openCase } from '../cases/casefile.ts';
import { encounterOf } from '../cases/encounter.ts';
import { PairGeometry } from '../encounters/geometry.ts';
import { ceilingOf, heldBack, updateProximity } from '../encounters/kind.ts';
import { measure, openLoss, startMeasuring } from '../encounters/measure.ts';
import { type Pair, pairKey } from '../encounters/pair.ts';
import type { Fusion } from '../fusion/fusion.ts';
import type { AlertLevel } from '../memorandum/memorandum.ts';
import type { Advice, Alert, AlertCleared, ClauseFinding, Outcome } from '../outcome.ts';
import { COAST_S } from '../tracks/rules.ts';
import type { TrackTable } from '../tracks/table.ts';
import { callsAt } from './calls.ts';
import { type Reach, worthWatching } from './search.ts';

/** Looks come this often, in ticks, while an alert stands or a loss is open, and otherwise. */
const BUSY_TICKS = 10;
const CALM_TICKS = 20;
/** A pass ends when nothing has been predicted, measured or alerted for this long. */
const PASS_END_MS = 30_000;
/** Advice, and bands, are worked out for so many alerts a tick; the rest is owed to the next one. */
export const ADVICE_PER_TICK = 8;
/** A pair with what is being said of it. */
export type Watched = { readonly pair: Pair; readonly alert: AlertState; told: Alert | null; case: OpenCase | null };

export function watchPair(pair: Pair): Watched {
  return { pair, alert: noAlert(), told: null, case: null };
}

/** One tick's looking: what is shared between the pairs it looks at. */
export type Look = {
  readonly sky: Sky;
  readonly fusion: Fusion;
  readonly alarms: Alarms;
  readonly heard: HeardAlerts;
  readonly reach: Reach;
  readonly tick: number;
  readonly now_ms: number;
  advice_left: number;
  /** 0 from the start where nobody reads bands. */
  bands_left: number;
  readonly outcomes: Outcome[];
};

const g = new PairGeometry();

/** Looks at one pair: measures, judges, warns, advises. False when its pass is over. */
export function lookAt(look: Look, watched: Watched): boolean {
  const { sky, now_ms } = look;
  const { pair, alert } = watched;
  const worth = worthWatching(sky.table, sky.memorandum, look.reach, pair.slot_a, pair.slot_b, g, now_ms);
  g.set(sky.table, pair.slot_a, pair.slot_b, now_ms);
  const undecided = look.fusion.maybeOne(sky.table, pair.slot_a, pair.slot_b, g.range_m, now_ms);
  pair.undecided = undecided;
  if (undecided) forgetMeasured(pair, sky.table);
  measure(pair.measured, pair.clauses, sky.table, pair.slot_a, pair.slot_b);
  if (!undecided) noteReckoned(pair, now_ms);
  updateProximity(pair.proximity, g, sky.table, pair.slot_a, pair.slot_b, now_ms, undecided);
  const tooOld = now_ms - Math.min(sky.table.seen_ms[pair.slot_a]!, sky.table.seen_ms[pair.slot_b]!) > COAST_S * 1000;
  const heard = look.heard.isEmpty ? null : look.heard.levelOf(pairKey(pair.a, pair.b), now_ms);
  const predicted = findClauses(pair, g, sky.memorandum, now_ms, alert.raised_ms !== null || heard !== null);
  if (tooOld) clear(look, watched, 'data_too_old');
  else if (undecided || heldBack(pair.proximity)) clear(look, watched, 'kind_changed');
  else {
    const warned = heard !== null && rankOf(heard) > 0;
    const weighed = worth ? weighFindings(predicted, pair, alert, g, sky.table, now_ms, warned) : [];
    alert.floors = worth ? floorsOf(alert.floors, pair, g, sky.table, now_ms) : [];
    judge(look, watched, raiseToFloors(weighed, alert.floors, pair, sky.memorandum), heard !== null);
  }
  const losing = pair.clauses.some((_, k) => openLoss(pair.measured, k) !== null) && !tooOld;
  const busy = alert.raised_ms !== null || alert.predicted_since_ms !== null || losing;
  pair.due_tick = look.tick + (alert.advice_owed ? 1 : busy ? BUSY_TICKS : CALM_TICKS);
  if (busy || (worth && !tooOld)) pair.idle_since_ms = null;
  else pair.idle_since_ms ??= now_ms;
  return pair.idle_since_ms === null || now_ms - pair.idle_since_ms < PASS_END_MS;
}

/** Ends a pass: clears what stands, says what was measured, closes the case. */
export function endPass(look: Look, watched: Watched, reason: AlertCleared['reason']): void {
  const { sky, tick, now_ms, outcomes } = look;
  const { pair } = watched;
  measure(pair.measured, pair.clauses, sky.table, pair.slot_a, pair.slot_b);
  clear(look, watched, reason);
  const encounter = encounterOf(pair, sky.table, sky.memorandum.version, watched.alert.highest);
  if (encounter === null) return;
  // A breach can come to light only when the last reports are joined: then there was no time for an alert to say so.
  if (watched.case === null && encounter.breaches.length > 0) open(look, watched);
  outcomes.push({ tick, time_ms: now_ms, kind: 'encounter_closed', encounter });
  if (watched.case === null) return;
  const file = closeCase(watched.case, pair, encounter, sky.table, sky.memorandum, now_ms);
  outcomes.push({ tick, time_ms: now_ms, kind: 'case_closed', case: file });
}

/** What may have been one aircraft is not measured as two; from when it is known to be two, it is. */
function forgetMeasured(pair: Pair, table: TrackTable): void {
  const seen_ms = Math.min(table.seen_ms[pair.slot_a]!, table.seen_ms[pair.slot_b]!);
  pair.measured = startMeasuring(Math.max(pair.from_ms, seen_ms));
  pair.reckoned = null;
}

/**
 * Ends the pass of a track that turned out to be another one's aircraft: that one's own passes go on. Nothing is said
 * of what was never alerted.
 */
export function endFused(look: Look, watched: Watched): void {
  if (watched.case !== null) {
    watched.pair.proximity.label = 'same_aircraft';
    watched.pair.proximity.kind = 'same_aircraft';
    endPass(look, watched, 'kind_changed');
  } else clear(look, watched, 'kind_changed');
}

function noteReckoned(pair: Pair, now_ms: number): void {
  if (pair.reckoned !== null && pair.reckoned.h_m <= g.range_m) return;
  const up_m = Math.abs(g.up_m);
  pair.reckoned = {
    time_ms: now_ms,
    h_m: g.range_m,
    v_m: !Number.isNaN(up_m) ? up_m : null,
    relative_speed_mps: g.relative_speed_mps,
  };
}

function judge(look: Look, watched: Watched, found: readonly ClauseFinding[], confirmed: boolean): void {
  const { alert } = watched;
  const id = alertId(watched);
  if (found.length > 0) alert.held_since_ms = null;
  const findings = found.length > 0 ? found : heldOff(look, watched);
  const transition = advanceAlert(alert, findings, look.now_ms, ceilingFor(watched), confirmed);
  if (transition === 'cleared') {
    sayCleared(look, watched, id, 'clear');
    return;
  }
  if (alert.raised_ms === null) return;
  callFor(look, watched, alertId(watched));
  const advised = advise(look, watched, transition);
  if (transition === 'none' && !advised) return;
  const told = withBands(look, watched, describe(look, watched));
  watched.told = told;
  const kind = transition === 'raised' ? 'alert_raised' : 'alert_updated';
  look.outcomes.push({ tick: look.tick, time_ms: look.now_ms, kind, alert: told });
  if (watched.case === null && rankOf(alert.level) > 0) open(look, watched);
  if (watched.case !== null && (transition !== 'refreshed' || advised)) {
    noteAdvisory(watched.case.advisories, told, told.level, look.now_ms);
  }
}

/** No label lowers what a clause asks for at least. */
function ceilingFor({ pair, alert }: Watched): AlertLevel {
  const ceiling = ceilingOf(pair.proximity);
  const floor = highestFloor(alert.floors);
  return floor !== null && rankOf(floor) > rankOf(ceiling) ? floor : ceiling;
}

/** An alert stands so long at most while what is advised is flown and nothing else is found. */
const MOST_HELD_MS = 180_000;

/**
 * Findings of an alert that nothing predicts any more because a crew flies what it was advised: it stands as an
 * advisory until going back is clear.
 */
function heldOff({ sky, now_ms }: Look, { alert, pair }: Watched): readonly ClauseFinding[] {
  if (alert.raised_ms === null || !isHeldOff(sky, pair, now_ms)) return [];
  alert.held_since_ms ??= now_ms;
  if (now_ms - alert.held_since_ms > MOST_HELD_MS) return [];
  const nothing = { entry_ms: null, exit_ms: null, inside_since_ms: null, breach_ms: null };
  return alert.findings.map((one) => ({ ...one, ...nothing, level: 'advisory' as const }));
}

/** A warning belongs to a call, a new one or one that stands. */
function callFor(look: Look, { pair, alert }: Watched, id: string): void {
  if (rankOf(alert.level) === 0) return;
  if (alert.alarm === null) alert.alarm = look.alarms.callFor(id, pair.a, pair.b, look.now_ms);
  else look.alarms.keep(alert.alarm, pair.a, pair.b, look.now_ms);
}

/** Works out advice where it is owed or due for a check, within this tick's allowance; true when it changed. */
function advise(look: Look, watched: Watched, transition: Transition): boolean {
  const { alert, pair } = watched;
  if (transition === 'none' && !alert.advice_owed) return false;
  if (look.advice_left === 0) {
    alert.advice_owed = true;
    return false;
  }
  look.advice_left -= 1;
  const before = alert.advice;
  const advice = adviseBoth(look.sky, pair, alert, look.now_ms);
  const changed = advice.length !== before.length || advice.some((one, i) => !saysSame(one, before[i]!));
  // What is told with every other figure is told as it is now; else only what asks for something else is news.
  if (changed || transition !== 'none') alert.advice = advice;
  alert.advice_owed = false;
  if (advice.some((one, i) => one !== before[i])) alert.advised_ms = look.now_ms;
  return changed;
}

/** Does advice ask for what was asked before, and promise as much? */
const saysSame = (x: Advice, y: Advice): boolean =>
  x === y ||
  (x.for === y.for &&
    x.safe === y.safe &&
    x.resolution_advisory === y.resolution_advisory &&
    sameManoeuvres(x.manoeuvres, y.manoeuvres));

function describe(look: Look, watched: Watched): Alert {
  const { sky, now_ms } = look;
  const { pair, alert } = watched;
  const up_m = Math.abs(g.up_m);
  return {
    id: alertId(watched),
    level: alert.level,
    encounter_class: pair.encounter_class,
    kind: pair.proximity.kind,
    raised_ms: alert.raised_ms!,
    time_ms: now_ms,
    a: aircraftState(sky.table, pair.slot_a, now_ms),
    b: aircraftState(sky.table, pair.slot_b, now_ms),
    range_m: g.range_m,
    vertical_m: !Number.isNaN(up_m) ? up_m : null,
    closure_mps: g.closure_mps,
    cpa: predictCpa(sky.table, pair.slot_a, pair.slot_b, g, now_ms),
    probability: probabilityOfAny(alert),
    ...(alert.alarm === null ? {} : { alarm: alert.alarm }),
    findings: alert.findings,
    advice: alert.advice,
    calls: callsAt(sky.memorandum, alert.level),
  };
}

/**
 * Shows from a warning on, beside each advice, what the aircraft could do; with this tick's allowance used up, what it
 * could before.
 */
function withBands(look: Look, { pair, told: before }: Watched, alert: Alert): Alert {
  if (alert.advice.length === 0 || rankOf(alert.level) === 0) return alert;
  const fresh = look.bands_left > 0;
  if (fresh) look.bands_left -= 1;
  const advice = alert.advice.map((one): Advice => {
    if (one.resolution_advisory) return one;
    const [own, other] = one.for === pair.a ? [pair.slot_a, pair.slot_b] : [pair.slot_b, pair.slot_a];
    const bands = fresh
      ? bandsOf(look.sky, own, other, look.now_ms)
      : before?.advice.find((old) => old.for === one.for)?.bands;
    return bands ? { ...one, bands } : one;
  });
  return { ...alert, advice };
}

const alertId = (watched: Watched): string => `${watched.pair.a}/${watched.pair.b}/${watched.alert.raised_ms ?? 0}`;

function clear(look: Look, watched: Watched, reason: AlertCleared['reason']): void {
  const id = alertId(watched);
  const stood = watched.alert.raised_ms !== null;
  endAlert(watched.alert);
  if (stood) sayCleared(look, watched, id, reason);
}

/** What was last told, with the figures as they are now; where they are too old to be known, as they were. */
function figuresNow(look: Look, { slot_a, slot_b }: Pair, told: Alert): Alert {
  const { sky, now_ms } = look;
  const { seen_ms } = sky.table;
  if (now_ms - Math.min(seen_ms[slot_a]!, seen_ms[slot_b]!) > COAST_S * 1000) return { ...told, advice: [] };
  g.set(sky.table, slot_a, slot_b, now_ms);
  const up_m = Math.abs(g.up_m);
  return {
    ...told,
    range_m: g.range_m,
    vertical_m: !Number.isNaN(up_m) ? up_m : null,
    cpa: predictCpa(sky.table, slot_a, slot_b, g, now_ms),
    advice: [],
  };
}

function sayCleared(look: Look, watched: Watched, id: string, reason: AlertCleared['reason']): void {
  const { a, b } = watched.pair;
  look.sky.episodes.end(a, b, look.now_ms);
  look.sky.episodes.end(b, a, look.now_ms);
  if (watched.case !== null && watched.told !== null) {
    noteAdvisory(watched.case.advisories, figuresNow(look, watched.pair, watched.told), 'cleared', look.now_ms);
  }
  watched.told = null;
  look.outcomes.push({ tick: look.tick, time_ms: look.now_ms, kind: 'alert_cleared', alert: id, reason });
}

function open(look: Look, watched: Watched): void {
  watched.case = openCase(watched.pair, look.now_ms);
  const alert = watched.told?.id ?? null;
  look.outcomes.push({ tick: look.tick, time_ms: look.now_ms, kind: 'case_opened', case: watched.case.id, alert });
}
