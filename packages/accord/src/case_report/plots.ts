import { cos, RAD_PER_DEG } from '@skyaccord/sky';
import { axisOver, type Plot, type PlotLine } from '../memorandum/render/plot.ts';
import { timeIn } from '../memorandum/render/sheet.ts';
import { labelIn } from '../memorandum/wording/phrases.ts';
import type { CaseFile, CaseSample } from '../outcome.ts';
import { WORDS } from './labels.ts';
import { clockOf, feetIn, milesIn, toFeet, toMiles } from './numbers.ts';

/** A degree of latitude, m; a plan of some miles is flat enough for the sphere. */
const DEGREE_M = 111_195;
/** Less than this a plan does not show, NM: two aircraft side by side are no dot. */
const LEAST_NM = 0.5;

/** One sample in the units of the plots and of the table: that both hold the same is so by construction. */
export type PlottedSample = {
  readonly time_ms: number;
  readonly range_nm: number;
  readonly vertical_ft: number | null;
  /** East and north of where the middle of the case is, NM. */
  readonly a_nm: readonly [east: number, north: number];
  readonly b_nm: readonly [east: number, north: number];
  readonly a_ft: number | null;
  readonly b_ft: number | null;
};

export function plottedSamples(file: CaseFile): readonly PlottedSample[] {
  const { samples } = file;
  const middle =
    samples.find(({ time_ms }) => time_ms >= file.encounter.t_cpa_ms) ?? samples[Math.floor(samples.length / 2)];
  if (middle === undefined) return [];
  const [latitude_deg, longitude_deg] = middle.a;
  const shrink = cos(latitude_deg * RAD_PER_DEG);
  const placed = (place: CaseSample['a']): readonly [number, number] => {
    const turn_deg = place[1] - longitude_deg;
    const east_deg = turn_deg > 180 ? turn_deg - 360 : turn_deg < -180 ? turn_deg + 360 : turn_deg;
    return [toMiles(east_deg * DEGREE_M * shrink), toMiles((place[0] - latitude_deg) * DEGREE_M)];
  };
  const feet = (value_m: number | null): number | null => (value_m === null ? null : toFeet(value_m));
  return samples.map((sample) => ({
    time_ms: sample.time_ms,
    range_nm: toMiles(sample.range_m),
    vertical_ft: feet(sample.vertical_m === null ? null : Math.abs(sample.vertical_m)),
    a_nm: placed(sample.a),
    b_nm: placed(sample.b),
    a_ft: feet(sample.a[2]),
    b_ft: feet(sample.b[2]),
  }));
}

/** Plan view, range and height against time; none where nothing was sampled. `lateral_m`: the minimum, where known. */
export function casePlots(
  file: CaseFile,
  names: readonly [string, string],
  lateral_m: number | null,
  language: string,
): readonly Plot[] {
  const samples = plottedSamples(file);
  if (samples.length < 2) return [];
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  const { t_cpa_ms, h_cpa_m, v_cpa_m, losses } = file.encounter;
  const line = (label: string, tone: PlotLine['tone'], dashed: boolean, points: PlotLine['points']): PlotLine => {
    return { label, tone, dashed, points };
  };
  const times = samples.map(({ time_ms }) => time_ms / 1000);
  const clock = axisOver(say('clock'), times, { clock: true, text: (at) => clockOf(Math.round(at) * 1000) });
  // Several clauses may have been lost over one stretch: it is shaded once.
  const spans = new Map(
    losses.map(({ from_ms, to_ms }) => [`${from_ms} ${to_ms}`, { from: from_ms / 1000, to: to_ms / 1000 }]),
  );
  const bands = [...spans.values()];
  const closest = `${say('cpa')}: ${milesIn(h_cpa_m, language)}, ${timeIn(t_cpa_ms)}`;
  const over = (at: (sample: PlottedSample) => number | null): PlotLine['points'] =>
    samples.map((sample) => {
      const value = at(sample);
      return value === null ? null : ([sample.time_ms / 1000, value] as const);
    });
  const limit = lateral_m === null ? [] : [toMiles(lateral_m)];
  const [first, last] = [times[0]!, times.at(-1)!];
  return [
    plan(samples, names, say, t_cpa_ms, closest),
    {
      title: say('range_plot'),
      description: closest,
      equal: false,
      x: clock,
      y: axisOver(say('range'), [...samples.map(({ range_nm }) => range_nm), ...limit], { zero: true }),
      lines: [
        line(
          say('range'),
          0,
          false,
          over(({ range_nm }) => range_nm),
        ),
        ...limit.map((at) =>
          line(say('minimum'), 2, true, [
            [first, at],
            [last, at],
          ]),
        ),
      ],
      marks: [{ at: [t_cpa_ms / 1000, toMiles(h_cpa_m)], text: milesIn(h_cpa_m, language) }],
      bands,
    },
    {
      title: say('height_plot'),
      description: v_cpa_m === null ? say('not_known') : `${say('vertical')}: ${feetIn(Math.abs(v_cpa_m))}`,
      equal: false,
      x: clock,
      y: axisOver(
        say('height'),
        samples.flatMap(({ a_ft, b_ft }) => [a_ft, b_ft].filter((one) => one !== null)),
        { span: spanOf(samples) },
      ),
      lines: [
        line(
          names[0],
          0,
          false,
          over(({ a_ft }) => a_ft),
        ),
        line(
          names[1],
          1,
          true,
          over(({ b_ft }) => b_ft),
        ),
      ],
      marks: [],
      bands,
    },
  ];
}

function plan(
  samples: readonly PlottedSample[],
  names: readonly [string, string],
  say: (word: keyof typeof WORDS) => string,
  t_cpa_ms: number,
  closest: string,
): Plot {
  const all = samples.flatMap(({ a_nm, b_nm }) => [a_nm, b_nm]);
  const [east, north] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const span =
    1.12 * Math.max(Math.max(...east) - Math.min(...east), Math.max(...north) - Math.min(...north), LEAST_NM);
  const near = samples.find(({ time_ms }) => time_ms >= t_cpa_ms) ?? samples.at(-1)!;
  return {
    title: say('plan'),
    description: closest,
    equal: true,
    x: axisOver(say('east'), east, { span }),
    y: axisOver(say('north'), north, { span }),
    lines: [
      { label: names[0], tone: 0, dashed: false, points: samples.map(({ a_nm }) => a_nm) },
      { label: names[1], tone: 1, dashed: true, points: samples.map(({ b_nm }) => b_nm) },
    ],
    marks: [
      { at: near.a_nm, text: names[0] },
      { at: near.b_nm, text: names[1] },
    ],
    bands: [],
  };
}

/** Heights that differ by little are not blown up to fill the plot, ft. */
function spanOf(samples: readonly PlottedSample[]): number {
  const all = samples.flatMap(({ a_ft, b_ft }) => [a_ft, b_ft].filter((one) => one !== null));
  return all.length === 0 ? 1 : 1.12 * Math.max(Math.max(...all) - Math.min(...all), 500);
}
