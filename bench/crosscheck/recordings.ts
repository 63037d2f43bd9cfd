import { readFileSync } from 'node:fs';
import { type Memorandum, parseMemorandum } from '@skyaccord/accord';
import { readRecording } from '@skyaccord/node';
import type { Observation } from '@skyaccord/wire';
import { recording } from '../../test/recordings.ts';

/** A recording with an independent list of closest approaches beside it, and how that list was made (its SOURCE.md). */
export type Checked = {
  readonly name: string;
  readonly files: string;
  /** Reports slower than this were left out of the list, m/s. */
  readonly least_mps: number;
  /** Reports further apart than this were not joined in the list, s. */
  readonly gap_s: number;
  readonly lateral_m: number;
  readonly vertical_ft: number;
  readonly height: 'pressure' | 'gnss';
};

const NM = 1852;
const powered = { lateral_m: 5 * NM, vertical_ft: 1000, height: 'pressure' } as const;
const gliders = { lateral_m: 2000, vertical_ft: 500, height: 'gnss', least_mps: 10, gap_s: 12 } as const;

export const CHECKED: readonly Checked[] = [
  { name: 'adsb-monterey-2025-06-01', files: 'tracks.jsonl.gz', least_mps: 22, gap_s: 30, ...powered },
  { name: 'adsb-watsonville-2025-12-13', files: 'tracks.jsonl.gz', least_mps: 22, gap_s: 30, ...powered },
  { name: 'adsb-blackrock-2023-08-29', files: 'tracks.jsonl.gz', least_mps: 22, gap_s: 30, ...powered },
  { name: 'adsb-calfire-2020-09', files: 'tracks.json.gz', least_mps: 15, gap_s: 40, ...powered },
  { name: 'adsb-switzerland-2018-08-01', files: 'tracks.json.gz', least_mps: 40, gap_s: 15, ...powered },
  { name: 'gliders-leverkusen-2017-07-15', files: 'igc', ...gliders },
  { name: 'gliders-bayreuth-2018-05-30', files: 'onboard-igc', ...gliders },
];

/** One row of the list: the closest that one pair came, at one instant. */
export type Row = {
  readonly a: string;
  readonly b: string;
  readonly time_ms: number;
  readonly h_m: number;
  readonly v_m: number;
};

const BEYOND = 1.1;
const M_PER_FT = 0.3048;

export function rowsOf(one: Checked): Row[] {
  const [head = '', ...lines] = readFileSync(recording(`${one.name}/encounters.csv`), 'utf8')
    .trim()
    .split('\n');
  const columns = head.trim().split(',');
  const at = (cells: readonly string[], name: string): string => {
    const cell = cells[columns.indexOf(name)];
    if (cell === undefined) throw new Error(`${one.name}/encounters.csv has no column ${name}`);
    return cell;
  };
  return lines.map((line) => {
    const cells = line.trim().split(',');
    return {
      a: at(cells, 'id_a'),
      b: at(cells, 'id_b'),
      time_ms: Date.parse(at(cells, 't_utc')),
      h_m: Number(at(cells, 'horizontal_m')),
      v_m: Number(at(cells, 'vertical_ft')) * M_PER_FT,
    };
  });
}

export async function observationsOf(one: Checked): Promise<readonly Observation[]> {
  return (await readRecording([recording(`${one.name}/${one.files}`)])).observations;
}

/** A memorandum that binds any two aircraft a little beyond the list's own distances: every pair of it is watched. */
export function memorandumFor(one: Checked): Memorandum {
  return parseMemorandum(`
skyaccord: memorandum/1
id: watch-everything
version: 1
languages: [en]
title: {en: Every pair is watched}
parties: [{id: anyone, name: Anyone who flies here, role: third_party}]
clauses:
  - id: ALL
    kind: separation_minimum
    words: {en: For measuring only.}
    applies: {classes: [crewed/crewed, crewed/uncrewed, uncrewed/uncrewed], between: any}
    lateral: ${one.lateral_m * BEYOND} m
    vertical: ${one.vertical_ft * BEYOND} ft
    grace: 0 s
    warn_ahead: 10 s
`).memorandum;
}
