import { type Block, heading, paragraph, timeIn } from '../memorandum/render/sheet.ts';
import { labelIn } from '../memorandum/wording/phrases.ts';
import type { Reconstruction } from '../reconstruction/figure.ts';
import { WORDS } from './labels.ts';
import { feetIn, milesIn, secondsIn } from './numbers.ts';

/** What the smoothed tracks tell: the closest point with its region, and what the advice would have come to. */
export function reconstructionBlocks(
  { closest, what_ifs, open }: Reconstruction,
  names: readonly [string, string],
  language: string,
): Block[] {
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  const blocks: Block[] = [];
  if (closest !== null) {
    const { h_cpa_m, h_low_m, h_high_m, v_cpa_m, v_95_m, t_cpa_ms, t_95_s, ellipse } = closest;
    const region = `${Math.round(ellipse.major_m)} × ${Math.round(ellipse.minor_m)} m`;
    const metres = (value_m: number): string => String(Math.round(value_m));
    const vertical =
      v_cpa_m === null || v_95_m === null
        ? say('not_known')
        : `${feetIn(Math.abs(v_cpa_m))} ± ${Math.round(v_95_m / 0.3048)} ft`;
    blocks.push(heading(say('best')), {
      type: 'lines',
      lines: [
        { depth: 0, label: say('time'), text: `${timeIn(t_cpa_ms)} ± ${secondsIn(t_95_s, language)}` },
        {
          depth: 0,
          label: say('closest'),
          text: `${milesIn(h_cpa_m, language)} (${metres(h_low_m)}–${metres(h_high_m)} m; ${region})`,
        },
        { depth: 0, label: say('vertical'), text: vertical },
      ],
    });
  }
  if (what_ifs.length > 0) {
    const crew = { none: say('nobody'), a: names[0], b: names[1], both: say('both') };
    blocks.push(heading(say('what_if')), {
      type: 'table',
      head: [say('flown_by'), say('after'), say('closest'), say('vertical'), say('kept'), say('lost')],
      widths: [3, 2, 3, 3, 3, 4],
      strong: [],
      rows: what_ifs.map(({ flown_by, delay_s, h_cpa_m, v_cpa_m, kept, lost }) => [
        crew[flown_by],
        delay_s === null ? '' : secondsIn(delay_s, language),
        milesIn(h_cpa_m, language),
        v_cpa_m === null ? say('not_known') : feetIn(Math.abs(v_cpa_m)),
        kept.join(', '),
        lost.map(({ clause, duration_s }) => `${clause} (${secondsIn(duration_s, language)})`).join(', '),
      ]),
    });
  }
  if (open.length > 0) blocks.push(heading(say('left_open')), ...open.map((words) => paragraph(words)));
  return blocks;
}
