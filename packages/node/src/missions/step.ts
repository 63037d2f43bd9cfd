import type { HazardArea, LedgerReport, Mission, MissionState, Offer, SaidStatement } from '@skyaccord/accord';

/**
 * One thing that was done with missions, hazard areas or statements, as the journal keeps it. `at_ms` is the node's
 * time then. Steps are taken in their order, and one that is refused there changes nothing.
 */
export type MissionStep = { readonly at_ms: number } & (
  | { readonly step: 'filed'; readonly mission: Mission }
  | { readonly step: 'taken'; readonly mission: string; readonly offer: Offer }
  | { readonly step: 'moved'; readonly mission: string; readonly to: MissionState }
  | { readonly step: 'hazard'; readonly area: HazardArea }
  | { readonly step: 'hazard_ended'; readonly area: string }
  | { readonly step: 'statement'; readonly statement: SaidStatement }
  | { readonly step: 'reported'; readonly report: LedgerReport }
);
