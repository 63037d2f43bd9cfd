import { AircraftStateSchema, IdentitySchema, TrackStateSchema, TrailPointSchema } from './aircraft.ts';
import { Failure } from './common.ts';
import { AlertSchema, CaseFileSchema, CaseSummarySchema, EncounterSchema, OutcomeSchema } from './encounter.ts';
import { MemorandumSchema, PlaybackSchema, StatusSchema } from './node.ts';

/** Every shape that several routes share, under its name in the description of the API. */
export const SHARED_SCHEMAS = [
  Failure,
  AircraftStateSchema,
  TrackStateSchema,
  IdentitySchema,
  TrailPointSchema,
  AlertSchema,
  EncounterSchema,
  CaseFileSchema,
  CaseSummarySchema,
  OutcomeSchema,
  PlaybackSchema,
  StatusSchema,
  MemorandumSchema,
] as const;
