import type { Field } from '../document/field.ts';
import { milliseconds } from './time.ts';

/**
 * Something said on a frequency or over the line, as it stands in the log of calls; times in ms after the start of the
 * scenario. What can be said, by whom and under which clause, the memorandum knows.
 */
export type ScenarioCall = {
  readonly at: { readonly earliest_ms: number; readonly latest_ms: number };
  readonly says: string;
  readonly by: string;
  readonly to?: string;
  readonly clause?: string;
  readonly step?: number;
  readonly track?: string;
  readonly frequency_mhz?: number;
  readonly about?: string;
  readonly from_ms?: number;
  readonly until_ms?: number;
  readonly contents?: readonly string[];
  readonly emergency?: boolean;
  readonly purpose_named?: boolean;
  readonly what?: string;
  readonly level?: string;
  readonly resolution_m?: number;
  readonly words?: string;
};

/** A notice may have been given as long before the scenario begins. */
const EARLIEST_S = -400 * 86_400;
const LATEST_S = 400 * 86_400;
const WORD = /^[A-Za-z0-9][A-Za-z0-9._~/-]{0,127}$/;

export function parseCall(field: Field, duration_ms: number): ScenarioCall {
  const optional = [
    'clock_error',
    'to',
    'clause',
    'step',
    'track',
    'frequency',
    'about',
    'from',
    'until',
    'contents',
    'emergency',
    'purpose_named',
    'what',
    'level',
    'resolution',
    'words',
  ] as const;
  const fields = field.map(['at', 'says', 'by', ...optional], optional);
  const word = (one: Field): string => one.token(WORD, 'not a name', 'use letters, digits, . _ - / ~');
  const at_ms = milliseconds(fields.at, { min: EARLIEST_S, max: duration_ms / 1000 });
  const error_ms = fields.clock_error.present ? milliseconds(fields.clock_error, { min: 0, max: 3600 }) : 0;
  const range = { min: EARLIEST_S, max: LATEST_S };
  return {
    at: { earliest_ms: at_ms - error_ms, latest_ms: at_ms + error_ms },
    says: word(fields.says),
    by: word(fields.by),
    ...(fields.to.present ? { to: word(fields.to) } : {}),
    ...(fields.clause.present ? { clause: word(fields.clause) } : {}),
    ...(fields.step.present ? { step: fields.step.integer(1, 64) } : {}),
    ...(fields.track.present ? { track: word(fields.track) } : {}),
    ...(fields.frequency.present
      ? { frequency_mhz: fields.frequency.quantity('frequency', { min: 0.1, max: 1000 }) }
      : {}),
    ...(fields.about.present ? { about: fields.about.text(256) } : {}),
    ...(fields.from.present ? { from_ms: milliseconds(fields.from, range) } : {}),
    ...(fields.until.present ? { until_ms: milliseconds(fields.until, range) } : {}),
    ...(fields.contents.present ? { contents: fields.contents.list(0, 64).map(word) } : {}),
    ...(fields.emergency.present ? { emergency: fields.emergency.boolean() } : {}),
    ...(fields.purpose_named.present ? { purpose_named: fields.purpose_named.boolean() } : {}),
    ...(fields.what.present ? { what: word(fields.what) } : {}),
    ...(fields.level.present ? { level: word(fields.level) } : {}),
    ...(fields.resolution.present
      ? { resolution_m: fields.resolution.quantity('length', { min: 0, max: 400_000 }) }
      : {}),
    ...(fields.words.present ? { words: fields.words.text(500) } : {}),
  };
}

/** What was said in a scenario that begins at `start_ms`, in the order of the document. */
export function scenarioCalls(calls: readonly ScenarioCall[], start_ms: number): ScenarioCall[] {
  return calls.map(({ at, from_ms, until_ms, ...rest }) => ({
    at: { earliest_ms: at.earliest_ms + start_ms, latest_ms: at.latest_ms + start_ms },
    ...rest,
    ...(from_ms === undefined ? {} : { from_ms: from_ms + start_ms }),
    ...(until_ms === undefined ? {} : { until_ms: until_ms + start_ms }),
  }));
}
