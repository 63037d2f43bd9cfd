import type { AlertLevel } from '@skyaccord/accord';

/** Colours of the theme in force, read from the page's custom properties: `app.css` is their only source. */
export type Palette = {
  sea: string;
  land: string;
  coast: string;
  border: string;
  grid: string;
  text: string;
  muted: string;
  halo: string;
  accent: string;
  unidentified: string;
  parties: readonly string[];
  levels: Readonly<Record<AlertLevel, string>>;
};

/** How many colours parties have, `--party-0` and on; further parties share the last. */
export const PARTY_COLOURS = 6;

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    sea: colour('sea'),
    land: colour('land'),
    coast: colour('coast'),
    border: colour('border'),
    grid: colour('grid'),
    text: colour('text'),
    muted: colour('muted'),
    halo: colour('sea'),
    accent: colour('accent'),
    unidentified: colour('party-none'),
    parties: Array.from({ length: PARTY_COLOURS }, (_, index) => colour(`party-${index}`)),
    levels: { advisory: colour('advisory'), warning: colour('warning'), breach: colour('breach') },
  };
}
