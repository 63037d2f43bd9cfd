import type { Life } from '../life/life.ts';
import type { Line } from '../wording/phrases.ts';
import type { Plot } from './plot.ts';

/** Part of a sheet, from top to bottom. Text is whole sentences and labels in the language of the sheet. */
export type Block =
  | { readonly type: 'heading'; readonly text: string }
  /** `strong`: what must not be missed. A line feed begins a line. */
  | { readonly type: 'paragraph'; readonly text: string; readonly strong: boolean }
  /** Labels and what they stand for. */
  | { readonly type: 'lines'; readonly lines: readonly Line[] }
  /** `widths`: the columns' shares of the width; `strong`: the columns to be read first. */
  | {
      readonly type: 'table';
      readonly head: readonly string[];
      readonly widths: readonly number[];
      readonly strong: readonly number[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly type: 'plot'; readonly plot: Plot };

/** A document to be printed or shown, in one language: what it says and in which order, not how it looks. */
export type Sheet = {
  /** BCP 47. */
  readonly language: string;
  readonly title: string;
  readonly subtitle: string;
  /** Stands on every page: which document this is of, and the digest of what is signed, one line each. */
  readonly foot: readonly string[];
  readonly blocks: readonly Block[];
};

/** Where a memorandum stands at an instant, as a sheet states it. */
export type Standing = { readonly life: Life; readonly at_ms: number };

export const heading = (text: string): Block => ({ type: 'heading', text });
export const paragraph = (text: string, strong = false): Block => ({ type: 'paragraph', text, strong });

/** An instant to the second, UTC. */
export function timeIn(time_ms: number): string {
  return `${new Date(time_ms).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
