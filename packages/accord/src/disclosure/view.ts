import { coarsePoint, coarseVolume, volumeAround } from './grid.ts';
import { type Rung, reaches } from './ladder.ts';
import type { Setting } from './setting.ts';
import { FIELDS, type FieldValue, isFlight, type Point, type Thing, type Volume, type What } from './thing.ts';

/** What another party is shown of a thing, and the names of what it is not shown. */
export type View = {
  readonly what: What;
  readonly ref: string;
  readonly rung: Rung;
  /** Binds who shows it to the whole thing, so that what is revealed later can be checked. */
  readonly commitment: string;
  readonly volume: Volume | null;
  readonly track: readonly (Point & { readonly h_uncertainty_m?: number })[];
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** By the rung alone, never by the values: that a field is empty is withheld with it. */
  readonly withheld: readonly string[];
};

/** When a view is asked for, and since when its rung stands: nothing of before is told by it. */
export type Instant = { readonly now_ms: number; readonly since_ms: number };

/**
 * What the other party may see of a thing, built where the thing is: what is withheld never leaves. Null at `nothing`.
 *
 * @param commitment to `committed(thing)`, salted
 * @throws RangeError for a field that its kind does not have: what nobody decided on is not shown
 */
export function viewOf(thing: Thing, setting: Setting, instant: Instant, commitment: string): View | null {
  const { what, ref, fields } = thing;
  const { rung } = setting;
  const rungs = FIELDS[what];
  for (const name of Object.keys(fields)) {
    if (rungs[name] === undefined) throw new RangeError(`${what} have no field ${name}: no rung is known for it`);
  }
  if (rung === 'nothing') return null;
  const names = Object.keys(rungs);
  const shown = names.filter((name) => fields[name] !== undefined && reaches(rung, rungs[name]!));
  return {
    what,
    ref,
    rung,
    commitment,
    volume: reaches(rung, 'volume_and_time') ? volumeOf(thing, setting, instant) : null,
    track: reaches(rung, 'delayed_track') ? trackOf(thing, setting, instant) : [],
    fields: Object.fromEntries(shown.map((name) => [name, fields[name]!])),
    withheld: [
      ...(reaches(rung, 'volume_and_time') ? [] : ['volume']),
      ...(reaches(rung, 'delayed_track') ? [] : ['track']),
      ...names.filter((name) => !reaches(rung, rungs[name]!)),
    ],
  };
}

/** What a commitment to a thing is made of, for whoever makes it and whoever checks it. */
export const committed = ({ what, ref, volume, track, fields }: Thing): unknown => ({
  what,
  ref,
  volume,
  track,
  fields,
});

/**
 * The name under which a thing goes on when what is shown of it changes. Where less is shown than before it gets a new
 * one: under the old one, what was told before would go on telling who it is.
 */
export const refAfter = (before: { readonly ref: string; readonly rung: Rung }, rung: Rung, fresh: string): string =>
  reaches(rung, before.rung) ? before.ref : fresh;

/**
 * The last point that was at one of the instants for which positions are told. Between two of these nothing changes,
 * whatever the aircraft does.
 */
function told(track: readonly Point[], { delay_s, step_s }: Setting, { now_ms, since_ms }: Instant): Point | null {
  const step_ms = 1000 * step_s;
  const until_ms = Math.floor((now_ms - 1000 * delay_s) / step_ms) * step_ms;
  const last = track.findLast(({ time_ms }) => time_ms <= until_ms);
  if (last === undefined || until_ms < since_ms || last.time_ms <= until_ms - step_ms) return null;
  return { ...last, time_ms: until_ms };
}

function volumeOf(thing: Thing, setting: Setting, instant: Instant): Volume | null {
  const { resolution_m, step_s } = setting;
  if (!isFlight(thing.what)) {
    if (thing.volume === null || resolution_m === null) return thing.volume;
    return coarseVolume(thing.volume, resolution_m);
  }
  // A flight at a higher rung tells its place itself; its volume is for who is told no more than that.
  if (resolution_m === null || setting.rung !== 'volume_and_time') return null;
  const point = told(thing.track, setting, instant);
  return point === null ? null : volumeAround(point, resolution_m, step_s);
}

function trackOf({ what, track }: Thing, setting: Setting, instant: Instant): View['track'] {
  const { resolution_m, step_s } = setting;
  if (resolution_m === null) {
    if (!isFlight(what)) return track;
    return track.filter(({ time_ms }) => time_ms <= instant.now_ms && time_ms >= instant.since_ms).slice(-1);
  }
  if (!isFlight(what)) return track.map((point) => coarsePoint(point, resolution_m, step_s));
  const point = told(track, setting, instant);
  return point === null ? [] : [coarsePoint(point, resolution_m, step_s)];
}
