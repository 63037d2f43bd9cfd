import type { CaseStep, ReportStep } from '@skyaccord/accord';

/**
 * One thing that was done with a case or a report, as the journal keeps it. Steps of other parties stand here too, as
 * they came, so that the order in which this node took them is known.
 */
export type CaseRecord =
  | { readonly of: 'work'; readonly step: CaseStep }
  | { readonly of: 'report'; readonly step: ReportStep };
