import { type Difference, FIGURES } from '../casework/figures.ts';
import type { VerdictOnWord } from '../casework/on_word.ts';
import type { CaseWork } from '../casework/work.ts';
import type { LogEntry, VerdictGiven } from '../judged.ts';
import { verdictIn } from '../judges/words.ts';
import type { SeparationClause } from '../memorandum/kinds/separation_minimum.ts';
import type { Memorandum } from '../memorandum/memorandum.ts';
import { type Block, heading, paragraph, type Sheet, timeIn } from '../memorandum/render/sheet.ts';
import { type Line, labelIn } from '../memorandum/wording/phrases.ts';
import type { CaseFile } from '../outcome.ts';
import type { Reconstruction } from '../reconstruction/figure.ts';
import { FIGURE_WORDS, LEVEL_WORDS, RISK_WORDS, SAYING_WORDS, STANDING_WORDS, WORDS } from './labels.ts';
import { clockOf, feetIn, figureIn, knotsIn, milesIn, secondsIn, spreadIn } from './numbers.ts';
import { casePlots, plottedSamples } from './plots.ts';
import { reconstructionBlocks } from './reconstructed.ts';
import { workBlocks } from './worked.ts';

/** What a report of a case is made of; what there is none of is left out, or null. */
export type CaseReport = {
  readonly file: CaseFile | null;
  readonly work: CaseWork;
  readonly memorandum: Memorandum;
  readonly verdicts: readonly VerdictGiven[];
  readonly calls: readonly LogEntry[];
  /** What clauses on calls say if it was as accounts report. */
  readonly on_word: readonly VerdictOnWord[];
  readonly reconstruction: Reconstruction | null;
  readonly at_ms: number;
};

/**
 * The report of a case as a sheet in one language, with its plots: to be printed, read on a page, or as text. What
 * people wrote stands as they wrote it.
 */
export function caseSheet(report: CaseReport, language: string): Sheet {
  const { file, work, memorandum, at_ms } = report;
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  const names = namesOf(report, language);
  const time_ms = file?.encounter.t_cpa_ms ?? work.time_ms;
  return {
    language,
    title: `${say('case')} ${work.reference}`,
    subtitle: `${names[0]} ${say('and')} ${names[1]}${time_ms === null ? '' : `, ${timeIn(time_ms)}`}`,
    foot: [`${say('case')} ${work.reference}, ${memorandum.id} v${file?.version ?? memorandum.version}`, timeIn(at_ms)],
    blocks: [
      heading(say('summary')),
      { type: 'lines', lines: summaryLines(report, language) },
      ...(file === null ? [] : recordedBlocks(report, file, names, language)),
      ...differenceBlocks(work.differences, work, language),
      ...saidBlocks(report, language),
      ...workBlocks(work, report.on_word, language),
      ...(report.reconstruction === null ? [] : reconstructionBlocks(report.reconstruction, names, language)),
      ...(file === null ? [] : sampleBlocks(file, language)),
    ],
  };
}

function namesOf({ file, work }: CaseReport, language: string): readonly [string, string] {
  const known = file === null ? work.sides : [side(file.a), side(file.b)];
  const name = (one: { readonly callsign: string | null; readonly track: string | null } | undefined): string =>
    one?.callsign ?? one?.track ?? labelIn(WORDS.unidentified, language);
  return [name(known[0]), name(known[1])];
}

const side = ({ track, identity }: CaseFile['a']) => ({ track, callsign: identity.callsign });

function summaryLines({ file, work, memorandum }: CaseReport, language: string): Line[] {
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  const line = (word: keyof typeof WORDS, text: string): Line => ({ depth: 0, label: say(word), text });
  const nameOf = (id: string): string => memorandum.parties.find((one) => one.id === id)?.name ?? id;
  const risk = work.risk === null ? say('not_agreed') : labelIn(RISK_WORDS[work.risk], language);
  const lines = [
    line('standing', labelIn(STANDING_WORDS[work.state], language)),
    line('risk', risk),
    line('closed', work.closed_ms === null ? say('still_open') : timeIn(work.closed_ms)),
    line('parties', work.parties.length === 0 ? say('not_known') : work.parties.map(nameOf).join(', ')),
  ];
  if (work.withdrawn !== null) lines.push(line('withdrawn', work.withdrawn));
  if (file === null) {
    if (work.time_ms !== null) lines.push(line('time', timeIn(work.time_ms)));
    return lines;
  }
  const { encounter } = file;
  lines.push(
    line('time', timeIn(encounter.t_cpa_ms)),
    line('closest', milesIn(encounter.h_cpa_m, language)),
    line('vertical', encounter.v_cpa_m === null ? say('not_known') : feetIn(Math.abs(encounter.v_cpa_m))),
    line('closure', knotsIn(encounter.closure_mps)),
    line('basis', say(encounter.basis)),
  );
  if (encounter.best !== null) {
    const { h_cpa_m, h_uncertainty_m } = encounter.best;
    lines.push(line('best', `${milesIn(h_cpa_m, language)} ± ${Math.round(h_uncertainty_m)} m`));
  }
  if (file.area !== null) lines.push(line('area', file.area));
  if (work.clause !== null) {
    lines.push(line('clause', `${work.clause}, ${file.memorandum} ${say('version')} ${file.version}`));
    const minima = minimaOf(memorandum, file, work.clause);
    if (minima !== null) {
      const { lateral_m, vertical_m } = minima;
      lines.push(line('minima', `${milesIn(lateral_m, language)} ${say('or')} ${feetIn(vertical_m)}`));
    }
  }
  for (const loss of encounter.losses) {
    const isBreach = encounter.breaches.some(
      ({ clause, from_ms }) => clause === loss.clause && from_ms === loss.from_ms,
    );
    const span = `${loss.clause}: ${clockOf(loss.from_ms)}, ${secondsIn(loss.duration_s, language)}`;
    lines.push(line('losses', `${span}; ${say(isBreach ? 'breach' : 'no_breach')}`));
  }
  return lines;
}

/** Minima stand in the memorandum, not in the case: another version's numbers would be false. */
function minimaOf(memorandum: Memorandum, file: CaseFile, id: string): SeparationClause | null {
  if (memorandum.id !== file.memorandum || memorandum.version !== file.version) return null;
  const clause = memorandum.clauses.find((one) => one.id === id);
  return clause?.kind === 'separation_minimum' ? clause : null;
}

function recordedBlocks(
  { work, memorandum }: CaseReport,
  file: CaseFile,
  names: readonly [string, string],
  language: string,
): Block[] {
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  const row = (word: keyof typeof WORDS, at: (one: CaseFile['a']) => string) => [say(word), at(file.a), at(file.b)];
  const minima = work.clause === null ? null : minimaOf(memorandum, file, work.clause);
  const plots = casePlots(file, names, minima?.lateral_m ?? null, language);
  return [
    heading(say('aircraft')),
    {
      type: 'table',
      head: ['', `A: ${names[0]}`, `B: ${names[1]}`],
      widths: [2, 4, 4],
      strong: [],
      rows: [
        row('callsign', ({ track, identity }) => `${identity.callsign ?? say('not_known')} (${track})`),
        row('party', ({ identity }) => identity.party ?? say('unidentified')),
        row('crew', ({ identity }) => say(identity.crew)),
        row('heard', ({ sources, reports }) => `${sources.join(', ')}; ${reports} ${say('reports')}`),
      ],
    },
    ...(plots.length === 0 ? [] : [heading(say('plots')), paragraph(say('same_figures'))]),
    ...plots.map((plot): Block => ({ type: 'plot', plot })),
  ];
}

function differenceBlocks(differences: readonly Difference[], work: CaseWork, language: string): Block[] {
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  const told = [
    ...(work.records.length > 0 ? work.records : [null]).map((record) => ({
      head: `${say('recorded')}${record === null ? '' : ` ${say('by')} ${record.party}`}`,
      is: ({ by, party }: Difference['said'][number]) => by === 'record' && party === (record?.party ?? null),
    })),
    ...[...new Set(work.accounts.map(({ party }) => party))].map((party) => ({
      head: party,
      is: (one: Difference['said'][number]) => one.by === 'account' && one.party === party,
    })),
  ];
  const shown = FIGURES.flatMap((figure) => differences.filter((one) => one.figure === figure));
  if (shown.length === 0) return [];
  return [
    heading(say('figures')),
    {
      type: 'table',
      head: [say('figure'), ...told.map(({ head }) => head), ''],
      widths: [3, ...told.map(() => 3), 3],
      strong: [],
      rows: shown.map(({ figure, said, spread, differs }) => [
        labelIn(FIGURE_WORDS[figure], language),
        ...told.map(({ is }) => {
          const found = said.find(is);
          return found === undefined ? say('not_known') : figureIn(figure, found.value, language);
        }),
        differs ? `${say('differ')}: ${spreadIn(figure, spread, language)}` : say('agree'),
      ]),
    },
  ];
}

function saidBlocks({ file, verdicts, calls }: CaseReport, language: string): Block[] {
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  const blocks: Block[] = [];
  if (file !== null && file.advisories.length > 0) {
    blocks.push(heading(say('said')), {
      type: 'table',
      head: [say('clock'), say('level'), say('clause'), say('range'), say('predicted'), say('advice')],
      widths: [3, 3, 3, 3, 4, 8],
      strong: [1],
      rows: file.advisories.map(({ time_ms, level, clause, range_m, h_cpa_m, t_cpa_ms, advice }) => [
        clockOf(time_ms),
        labelIn(LEVEL_WORDS[level], language),
        clause,
        milesIn(range_m, language),
        `${milesIn(h_cpa_m, language)}, ${clockOf(t_cpa_ms)}`,
        advice.join('\n'),
      ]),
    });
  }
  if (verdicts.length > 0) {
    blocks.push(heading(say('verdicts')), {
      type: 'table',
      head: [say('clause'), ''],
      widths: [3, 14],
      strong: [0],
      rows: verdicts.map((verdict) => [`${verdict.clause} v${verdict.version}`, verdictIn(verdict, language)]),
    });
  }
  if (calls.length > 0) {
    blocks.push(heading(say('calls')), {
      type: 'table',
      head: [say('clock'), say('party'), say('clause'), say('call')],
      widths: [3, 3, 3, 8],
      strong: [],
      rows: calls.map(({ at, by, to, clause, says, track }) => [
        clockOf(at.earliest_ms),
        to === undefined ? by : `${by} → ${to}`,
        clause ?? '',
        [labelIn(SAYING_WORDS[says], language), track].filter((one) => one !== undefined).join(', '),
      ]),
    });
  }
  return blocks;
}

function sampleBlocks(file: CaseFile, language: string): Block[] {
  const say = (word: keyof typeof WORDS): string => labelIn(WORDS[word], language);
  const feet = (value: number | null): string => (value === null ? '' : value.toFixed(0));
  const place = ([east, north]: readonly [number, number]): string => `${east.toFixed(3)} ${north.toFixed(3)}`;
  return [
    heading(say('samples')),
    {
      type: 'table',
      head: [
        say('clock'),
        say('range'),
        say('vertical_short'),
        `A: ${say('east')}; ${say('north')}`,
        `A: ${say('height')}`,
        `B: ${say('east')}; ${say('north')}`,
        `B: ${say('height')}`,
      ],
      widths: [4, 3, 3, 5, 3, 5, 3],
      strong: [],
      rows: plottedSamples(file).map(({ time_ms, range_nm, vertical_ft, a_nm, b_nm, a_ft, b_ft }) => [
        new Date(time_ms).toISOString().slice(11, 23),
        range_nm.toFixed(3),
        feet(vertical_ft),
        place(a_nm),
        feet(a_ft),
        place(b_nm),
        feet(b_ft),
      ]),
    },
    heading(say('evidence')),
    paragraph(say('evidence_note')),
  ];
}
