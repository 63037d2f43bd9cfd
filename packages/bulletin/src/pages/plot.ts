import { type Html, html } from '../html.ts';
import type { ReleasePlot } from '../release.ts';
import type { Words } from '../words.ts';

const WIDTH = 640;
const HEIGHT = 240;
const [LEFT, RIGHT, TOP, BOTTOM] = [48, 12, 12, 36] as const;
const M_PER_NM = 1852;
const STEPS_NM = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];
const MOST_TICKS = 6;

/** Range against time as a drawing, with its least value in words beside it for who cannot see it. */
export function plot({ time_s, range_m, lateral_minimum_m }: ReleasePlot, words: Words): Html | null {
  const points: [time_s: number, range_m: number][] = [];
  for (const [i, at_s] of time_s.entries()) {
    const m = range_m[i];
    if (at_s !== null && m != null && Number.isFinite(at_s) && m >= 0) points.push([at_s, m]);
  }
  const [from, to] = [Math.min(...points.map(([s]) => s)), Math.max(...points.map(([s]) => s))];
  if (!(to > from)) return null;
  const most_m = Math.max(lateral_minimum_m * 1.2, ...points.map(([, m]) => m));
  const x = (s: number): string => (LEFT + ((s - from) / (to - from)) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (m: number): string => (HEIGHT - BOTTOM - (m / most_m) * (HEIGHT - TOP - BOTTOM)).toFixed(1);
  const line = points.map(([s, m], i) => `${i === 0 ? 'M' : 'L'}${x(s)} ${y(m)}`).join('');
  const [least_s, least_m] = points.reduce((best, one) => (one[1] < best[1] ? one : best));
  const nm = (m: number): string => (m / M_PER_NM).toFixed(2);
  const step_nm = STEPS_NM.find((step) => step * MOST_TICKS >= most_m / M_PER_NM) ?? most_m / M_PER_NM / MOST_TICKS;
  const count = Math.floor(most_m / M_PER_NM / step_nm) + 1;
  const ticks = Array.from({ length: count }, (_, i) => i * step_nm * M_PER_NM);
  return html`<figure><figcaption>${words.plot}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
aria-label="${words.plot}: ${nm(least_m)} NM, ${Math.round(least_s)} s">
${ticks.map(
  (m) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(m)}" y2="${y(m)}"/>
<text x="${LEFT - 6}" y="${y(m)}" dy="4"
class="axis end">${Number(nm(m))}</text>`,
)}
<line class="minimum" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(lateral_minimum_m)}" y2="${y(lateral_minimum_m)}"/>
<text x="${WIDTH - RIGHT}"
y="${y(lateral_minimum_m)}" dy="-4"
class="axis end">${words.plotMinimum} ${nm(lateral_minimum_m)} ${words.plotRange}</text>
<path class="range" d="${line}"/><circle class="least" r="4" cx="${x(least_s)}" cy="${y(least_m)}"/>
<text x="${LEFT}" y="${HEIGHT - 20}"
class="axis">${Math.round(from)}</text>
<text x="${WIDTH - RIGHT}" y="${HEIGHT - 20}"
class="axis end">${Math.round(to)}</text>
<text x="${WIDTH / 2}" y="${HEIGHT - 4}" class="axis middle">${words.plotTime}</text>
</svg></figure>`;
}
