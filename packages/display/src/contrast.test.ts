import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'app.css'), 'utf8');
/** WCAG 2.1, success criterion 1.4.3, level AA, text of ordinary size. */
const LEAST = 4.5;

function colours(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

/** Relative luminance of WCAG 2.1. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const share = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [bright = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

const TEXT = ['text', 'muted', 'accent', 'advisory', 'warning', 'breach'];
const GROUNDS = ['bg', 'panel', 'raised', 'sea'];
const PARTIES = ['party-0', 'party-1', 'party-2', 'party-3', 'party-4', 'party-5', 'party-none'];

describe.each([
  ['dark', ':root'],
  ['light', ':root[data-theme="light"]'],
])('%s theme', (_name, selector) => {
  const theme = colours(selector);
  const of = (name: string) => {
    const value = theme.get(name);
    if (value === undefined) throw new Error(`app.css gives no --${name} in ${selector}`);
    return value;
  };

  test.each(TEXT)('--%s can be read on every ground', (name) => {
    for (const ground of GROUNDS) expect(contrast(of(name), of(ground)), ground).toBeGreaterThanOrEqual(LEAST);
  });

  test.each(PARTIES)('--%s stands out from sea and land, as a graphic must (3 to 1)', (name) => {
    for (const ground of ['sea', 'land', 'panel'])
      expect(contrast(of(name), of(ground)), ground).toBeGreaterThanOrEqual(3);
  });

  test.each(['text', 'muted', 'accent'])('--%s can be read in banners', (name) => {
    for (const ground of ['caution-bg', 'past-bg'])
      expect(contrast(of(name), of(ground)), ground).toBeGreaterThanOrEqual(LEAST);
  });
});
