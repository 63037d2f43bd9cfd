import { readFileSync } from 'node:fs';

/** One sheet for all pages: system fonts, both colour schemes, and paper. */
export const STYLE = readFileSync(new URL('style.css', import.meta.url), 'utf8');
