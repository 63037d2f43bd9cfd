import type {
  AircraftState,
  Alert,
  CallLogged,
  CaseFile,
  Encounter,
  FusionEvidence,
  Identity,
  LogEntry,
  MatrixCell,
  Memorandum,
  Outcome,
  Question,
  Reconstruction,
  ShowingStep,
  TrackDetail,
  TrackFlag,
  TrackState,
  VerdictGiven,
  View,
} from '@skyaccord/accord';
import type { Static, TSchema } from 'typebox';
import { expect, test } from 'vitest';
import type { Playback } from '../../clock/playback.ts';
import type { FeedStatus } from '../../feeds/feed.ts';
import type { HeardWarning } from '../../link/advising.ts';
import type { GivenCommitment } from '../../link/binding.ts';
import type { ReceivedCommitment } from '../../link/commitments.ts';
import type { HeardAlert } from '../../link/heard_alerts.ts';
import type { HeardFlight } from '../../link/heard_flights.ts';
import type { LinkStatus } from '../../link/link_options.ts';
import type { PairingState } from '../../link/pairing_desk.ts';
import type { HeardThing } from '../../link/things.ts';
import type { TrackEvent } from '../../picture/events.ts';
import type { Status } from '../../run/status.ts';
import type { CaseSummary } from '../../store/store.ts';
import { AircraftStateSchema, IdentitySchema, TrackStateSchema } from './aircraft.ts';
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
import { SHARED_SCHEMAS } from './index.ts';
import { CallLoggedSchema, LogEntrySchema, QuestionSchema, VerdictSchema } from './judged.ts';
import { HeardWarningSchema, LinkStatusSchema, PairingStateSchema } from './link.ts';
import { MemorandumSchema } from './memorandum.ts';
import { PlaybackSchema, StatusSchema } from './node.ts';
import { OutcomeSchema } from './outcome.ts';
import { ReconstructionSchema } from './reconstruction.ts';
import { FusionEvidenceSchema, TrackDetailSchema, TrackEventSchema, TrackFlagSchema } from './track.ts';

const NAMED = SHARED_SCHEMAS as readonly { readonly $id?: string }[];

type Frozen<Value> = Value extends object ? { readonly [Name in keyof Value]: Frozen<Value[Name]> } : Value;

/** Only compiles when a schema describes its type exactly: neither may have what the other lacks. */
function describes<Value>() {
  return <Schema extends TSchema>(
    _schema: Schema,
    _same: Frozen<Static<Schema>> extends Frozen<Value> ? (Frozen<Value> extends Frozen<Static<Schema>> ? 1 : 0) : 0,
  ): void => {};
}

test('the schemas of the API describe the types of the code: the type checker says so', () => {
  describes<AircraftState>()(AircraftStateSchema, 1);
  describes<TrackState>()(TrackStateSchema, 1);
  describes<Identity>()(IdentitySchema, 1);
  describes<TrackFlag>()(TrackFlagSchema, 1);
  describes<FusionEvidence>()(FusionEvidenceSchema, 1);
  describes<TrackDetail>()(TrackDetailSchema, 1);
  describes<TrackEvent>()(TrackEventSchema, 1);
  describes<Alert>()(AlertSchema, 1);
  describes<Encounter>()(EncounterSchema, 1);
  describes<CaseFile>()(CaseFileSchema, 1);
  describes<CaseSummary>()(CaseSummarySchema, 1);
  describes<Reconstruction>()(ReconstructionSchema, 1);
  describes<VerdictGiven>()(VerdictSchema, 1);
  describes<CallLogged>()(CallLoggedSchema, 1);
  describes<Question>()(QuestionSchema, 1);
  describes<LogEntry>()(LogEntrySchema, 1);
  describes<Outcome>()(OutcomeSchema, 1);
  describes<Playback>()(PlaybackSchema, 1);
  describes<FeedStatus>()(FeedStatusSchema, 1);
  describes<Status>()(StatusSchema, 1);
  describes<Memorandum>()(MemorandumSchema, 1);
  describes<LinkStatus>()(LinkStatusSchema, 1);
  describes<PairingState>()(PairingStateSchema, 1);
  describes<HeardWarning>()(HeardWarningSchema, 1);
  describes<HeardAlert>()(HeardAlertSchema, 1);
  describes<HeardFlight>()(HeardFlightSchema, 1);
  describes<HeardThing>()(HeardThingSchema, 1);
  describes<ShowingStep>()(ShowingStepSchema, 1);
  describes<MatrixCell>()(MatrixCellSchema, 1);
  describes<View>()(ViewSchema, 1);
  describes<GivenCommitment>()(GivenCommitmentSchema, 1);
  describes<ReceivedCommitment>()(ReceivedCommitmentSchema, 1);
  // @ts-expect-error an encounter is not an alert
  describes<Alert>()(EncounterSchema, 1);
  expect(new Set(NAMED.map(({ $id }) => $id)).size).toBe(SHARED_SCHEMAS.length);
});

test('every object says that it knows no further members, so that a schema cannot lag behind what is sent', () => {
  const open: string[] = [];
  const walk = (schema: unknown, place: string): void => {
    if (schema === null || typeof schema !== 'object') return;
    const { type, additionalProperties, properties } = schema as Record<string, unknown>;
    if (type === 'object' && properties !== undefined && additionalProperties !== false) open.push(place);
    for (const [name, member] of Object.entries(schema)) walk(member, `${place}.${name}`);
  };
  for (const schema of NAMED) if (schema.$id !== 'Failure') walk(schema, schema.$id ?? '');
  expect(open).toEqual([]);
});
