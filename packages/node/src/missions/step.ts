import type {
  FiledForm,
  HazardArea,
  LedgerReport,
  Mission,
  MissionState,
  Offer,
  Rung,
  SaidStatement,
} from '@skyaccord/accord';

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
  /** What the node of another party is to be told of a mission: `filed` null, that it is over. */
  | {
      readonly step: 'filing_shown';
      readonly to: string;
      readonly ref: string;
      readonly mission: string;
      readonly version: number;
      readonly filed: Omit<FiledForm, 'order_ms'> | null;
      /** Whether it keeps to its plan. */
      readonly keeps: boolean;
    }
  /** What another node filed. */
  | {
      readonly step: 'filing_heard';
      readonly from: string;
      readonly ref: string;
      readonly version: number;
      readonly filed: FiledForm | null;
      readonly keeps: boolean;
    }
  /** Under which name another node is shown a plan, an area or a statement; `shown` null, that it is over. */
  | {
      readonly step: 'thing_shown';
      readonly to: string;
      readonly what: 'plans' | 'hazards' | 'statements';
      readonly id: string;
      readonly ref: string;
      readonly version: number;
      readonly rung: Rung;
      /** SHA-256 of what it is shown as. */
      readonly shown: string | null;
    }
);
