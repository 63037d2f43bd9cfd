import { readFileSync, writeFileSync } from 'node:fs';
import type { CaseFile, Memorandum } from '@skyaccord/accord';
import type { Release, ReleaseWords } from '@skyaccord/bulletin';
import { readMemorandum } from '../memorandum/read.ts';
import { Refusal } from '../memorandum/refusal.ts';
import { noticeOf } from './notice.ts';

const M_PER_NM = 1852;
const M_PER_FT = 0.3048;
const HOUR_MS = 3_600_000;

/**
 * `skyaccord bulletin draft`: a release of a case or of a notice, with as little as says what happened. Of a case:
 * parties, class, distances, the hour; no track, callsign, crew, place or minute. Parties edit the words, look at it,
 * and sign.
 */
export async function draftRelease(file: string, options: { memorandum: string; out: string }): Promise<void> {
  const { memorandum } = await readMemorandum(options.memorandum);
  const found = readJson(file);
  const release = noticeOf(found, memorandum, Date.now()) ?? releaseOf(caseIn(found, file), memorandum);
  const text = `${JSON.stringify({ release, signatures: [] }, null, 2)}\n`;
  try {
    writeFileSync(options.out, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Refusal(`${options.out} is there already`, 'give another name with --out');
  }
  process.stdout.write(
    `${options.out} is a draft. Edit its words, then each party signs it:\n` +
      `skyaccord bulletin sign ${options.out} --key KEY\n`,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'it is not JSON';
    throw new Refusal(`${file} cannot be read (${reason})`, 'give a case file, or a notice as the API gives it');
  }
}

function caseIn(found: unknown, file: string): CaseFile {
  const { id, encounter, samples } = (found ?? {}) as Partial<CaseFile>;
  if (typeof id === 'string' && encounter !== undefined && Array.isArray(samples)) return found as CaseFile;
  throw new Refusal(
    `${file} holds neither a case nor a notice`,
    'give a case as `skyaccord replay --out` or /api/v1/cases/ID gives it, or a hazard area, an assurance or readiness',
  );
}

function releaseOf(file: CaseFile, memorandum: Memorandum): Release {
  const { encounter } = file;
  const parties = [...new Set([file.a.identity.party, file.b.identity.party])].filter((one) => one !== null).sort();
  if (parties.length === 0) {
    throw new Refusal('no party is known of either aircraft', 'there is nobody to sign such a release');
  }
  const nameOf = (id: string | null): string => memorandum.parties.find((one) => one.id === id)?.name ?? 'unidentified';
  const between = `${nameOf(file.a.identity.party)} / ${nameOf(file.b.identity.party)}`;
  const nm = (encounter.h_cpa_m / M_PER_NM).toFixed(1);
  const ft = encounter.v_cpa_m === null ? null : Math.round(encounter.v_cpa_m / M_PER_FT / 100) * 100;
  const hour = new Date(Math.floor(encounter.t_cpa_ms / HOUR_MS) * HOUR_MS)
    .toISOString()
    .slice(0, 13)
    .replace('T', ' ');
  const clauses = encounter.breaches.map(({ clause }) => clause);
  const en: ReleaseWords = {
    title: `Two aircraft came within ${nm} NM of each other`,
    summary:
      clauses.length > 0 ? 'A minimum of the memorandum was breached.' : 'No minimum of the memorandum was breached.',
    paragraphs: [],
    facts: [
      { label: 'Between', value: between },
      { label: 'Hour (UTC)', value: `${hour}:00 Z` },
      { label: 'Class', value: encounter.class },
      { label: 'Closest point, horizontal', value: `${nm} NM` },
      { label: 'Closest point, vertical', value: ft === null ? 'not known' : `about ${ft} ft` },
      { label: 'Clauses breached', value: clauses.length === 0 ? 'none' : [...new Set(clauses)].join(', ') },
    ],
  };
  const fr: ReleaseWords = {
    title: `Deux aéronefs se sont approchés à ${nm.replace('.', ',')} NM`,
    summary:
      clauses.length > 0 ? 'Un minimum du mémorandum a été enfreint.' : 'Aucun minimum du mémorandum n’a été enfreint.',
    paragraphs: [],
    facts: [
      { label: 'Entre', value: between },
      { label: 'Heure (UTC)', value: `${hour}:00 Z` },
      { label: 'Classe', value: encounter.class },
      { label: 'Point le plus proche, horizontalement', value: `${nm.replace('.', ',')} NM` },
      { label: 'Point le plus proche, verticalement', value: ft === null ? 'inconnu' : `environ ${ft} ft` },
      { label: 'Clauses enfreintes', value: clauses.length === 0 ? 'aucune' : [...new Set(clauses)].join(', ') },
    ],
  };
  const own = encounter.losses[0]?.clause;
  const clause = memorandum.clauses.find(
    (one) => one.kind === 'separation_minimum' && (own === undefined || one.id === own),
  );
  const { samples } = file;
  return {
    skyaccord: 'release/1',
    id: `case-${file.id.toLowerCase().slice(0, 11)}-${parties.join('-')}`.replaceAll(/[^a-z0-9-]+/g, '-').slice(0, 80),
    version: 1,
    kind: 'case',
    state: 'published',
    released_ms: Math.floor(Date.now() / 1000) * 1000,
    parties,
    words: { en, fr },
    ...(samples.length >= 2 && clause?.kind === 'separation_minimum'
      ? {
          plot: {
            time_s: samples.map(({ time_ms }) => Math.round((time_ms - encounter.t_cpa_ms) / 1000)),
            range_m: samples.map(({ range_m }) => Math.round(range_m / 10) * 10),
            lateral_minimum_m: clause.lateral_m,
          },
        }
      : {}),
  };
}
