import { AircraftStateSchema, IdentitySchema, TrackStateSchema, TrailPointSchema } from './aircraft.ts';
import {
  CandidateSchema,
  CaseDeadlineSchema,
  CaseStepSchema,
  CaseWorkSchema,
  ReportSchema,
  StandingReportSchema,
} from './casework.ts';
import { Failure } from './common.ts';
import {
  GivenCommitmentSchema,
  HeardAlertSchema,
  HeardFlightSchema,
  HeardThingSchema,
  MatrixCellSchema,
  ReceivedCommitmentSchema,
  ShowingStepSchema,
  ViewSchema,
} from './disclosure.ts';
import { AlertSchema, CaseFileSchema, CaseSummarySchema, EncounterSchema } from './encounter.ts';
import { FeedStatusSchema } from './feed.ts';
import { CallLoggedSchema, LogEntrySchema, QuestionSchema, VerdictSchema } from './judged.ts';
import { LineMessageSchema, LineViewSchema, ReadinessSchema } from './line.ts';
import { HeardWarningSchema, LinkStatusSchema, PairingStateSchema } from './link.ts';
import { ComparisonSchema, LifeSchema, MemorandumSchema, ReadingSchema, StepSchema } from './memorandum.ts';
import {
  FindingSchema,
  HazardAreaSchema,
  LedgerEntrySchema,
  MissionSchema,
  OfferSchema,
  SaidStatementSchema,
  StandingMissionSchema,
} from './mission.ts';
import { PlaybackSchema, StatusSchema } from './node.ts';
import { OutcomeSchema } from './outcome.ts';
import { ReconstructionSchema } from './reconstruction.ts';
import { FusionEvidenceSchema, TrackDetailSchema, TrackEventSchema, TrackFlagSchema } from './track.ts';

/** Every shape that several routes share, under its name in the description of the API. */
export const SHARED_SCHEMAS = [
  Failure,
  AircraftStateSchema,
  TrackStateSchema,
  IdentitySchema,
  TrailPointSchema,
  TrackFlagSchema,
  FusionEvidenceSchema,
  TrackDetailSchema,
  TrackEventSchema,
  AlertSchema,
  EncounterSchema,
  CaseFileSchema,
  CaseSummarySchema,
  ReconstructionSchema,
  CaseDeadlineSchema,
  CaseStepSchema,
  CaseWorkSchema,
  ReportSchema,
  StandingReportSchema,
  CandidateSchema,
  LogEntrySchema,
  VerdictSchema,
  CallLoggedSchema,
  QuestionSchema,
  OutcomeSchema,
  FeedStatusSchema,
  PlaybackSchema,
  StatusSchema,
  MemorandumSchema,
  StepSchema,
  LifeSchema,
  ReadingSchema,
  ComparisonSchema,
  MissionSchema,
  StandingMissionSchema,
  FindingSchema,
  OfferSchema,
  HazardAreaSchema,
  SaidStatementSchema,
  LedgerEntrySchema,
  LinkStatusSchema,
  PairingStateSchema,
  LineMessageSchema,
  LineViewSchema,
  ReadinessSchema,
  HeardWarningSchema,
  HeardAlertSchema,
  HeardFlightSchema,
  HeardThingSchema,
  ShowingStepSchema,
  MatrixCellSchema,
  ViewSchema,
  GivenCommitmentSchema,
  ReceivedCommitmentSchema,
] as const;
