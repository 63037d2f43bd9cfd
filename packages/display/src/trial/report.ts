import type { EntryReport, MemorandaReport, TrialClass, TrialEncounter, TrialReport } from '@skyaccord/accord';

/** A report of any trial, told apart by its format. */
export type AnyReport = TrialReport | MemorandaReport | EntryReport;
const FORMATS: readonly string[] = [
  'skyaccord-trial-report',
  'skyaccord-memoranda-trial',
  'skyaccord-entry-trial',
] satisfies AnyReport['format'][];

/**
 * The report as the command wrote it into the page.
 * @throws {Error} in words for the reader of the page
 */
export function readReport(text: string): AnyReport {
  const given = JSON.parse(text) as Partial<AnyReport> | null;
  if (given === null) {
    throw new Error(
      'This page holds no trial. The command writes one: skyaccord trial encounters FILE --report report.html',
    );
  }
  if (!FORMATS.includes(String(given.format)) || given.version !== 1) {
    const holds = `${String(given.format)} ${String(given.version)}`;
    throw new Error(`This page shows reports of version 1; it holds ${holds}. Write it again.`);
  }
  return given as AnyReport;
}

/** Groups of encounters: by class, and by the crew's delay. */
export const CLASS_GROUPS = ['all', 'manned', 'enroute', 'terminal', 'smalluas'] as const;
export const DELAY_GROUPS = ['any', 'responding', '5', '10', 'never'] as const;
export type ClassGroup = (typeof CLASS_GROUPS)[number];
export type DelayGroup = (typeof DELAY_GROUPS)[number];

export function inClass(cls: TrialClass, group: ClassGroup): boolean {
  return group === 'all' || group === cls || (group === 'manned' && cls !== 'smalluas');
}

export function inDelay(delay_s: TrialEncounter['delay_s'], group: DelayGroup): boolean {
  if (group === 'any') return true;
  if (group === 'responding') return delay_s !== 'never';
  return String(delay_s) === group;
}
