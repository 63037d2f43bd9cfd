import type {
  Alert,
  CallLogged,
  CaseFile,
  Encounter,
  FusionEvidence,
  TrackFlag,
  VerdictGiven,
} from '@skyaccord/accord';
import Type from 'typebox';
import { closed, literals, number, text, whoever } from './aircraft.ts';
import { nullable, ref, time_ms } from './common.ts';
import { QUESTION } from './judged.ts';
import { FLAG_KINDS } from './track.ts';

const said = <const Kind extends string>(kind: Kind) => ({ kind: Type.Literal(kind), tick: Type.Integer(), time_ms });
const evidence = ref<FusionEvidence>('FusionEvidence');

const notice = {
  track: text,
  identity: whoever,
  clause: text,
  area: text,
  latitude_deg: number,
  longitude_deg: number,
  says: text,
};

/** Tracks: begun, named, joined, doubted, over. */
const ofTracks = [
  Type.Object({ ...said('track_started'), track: text, identity: whoever }, closed),
  Type.Object({ ...said('track_identified'), track: text, identity: whoever }, closed),
  Type.Object(
    { ...said('track_dropped'), track: text, last_seen_ms: number, reason: literals('silent', 'run_over') },
    closed,
  ),
  Type.Object({ ...said('tracks_fused'), track: text, other: text, evidence }, closed),
  Type.Object(
    { ...said('tracks_parted'), track: text, other: text, reason: literals('apart', 'motion', 'silent'), evidence },
    closed,
  ),
  Type.Object({ ...said('track_flagged'), track: text, flag: ref<TrackFlag>('TrackFlag') }, closed),
  Type.Object({ ...said('track_unflagged'), track: text, flag: FLAG_KINDS }, closed),
  Type.Object({ ...said('permission_notice'), ...notice }, closed),
  Type.Object({ ...said('clause_notice'), ...notice }, closed),
  Type.Object(
    {
      ...said('observations_set_aside'),
      source: text,
      reason: literals('late', 'duplicate', 'null_island', 'implausible_jump', 'from_the_future', 'no_room'),
      count: Type.Integer(),
      example: Type.Object({ address: text, time_ms: number }, closed),
    },
    closed,
  ),
] as const;

/** Pairs: warned of, passed, kept. */
const ofPairs = [
  Type.Object({ ...said('alert_raised'), alert: ref<Alert>('Alert') }, closed),
  Type.Object({ ...said('alert_updated'), alert: ref<Alert>('Alert') }, closed),
  Type.Object(
    { ...said('alert_cleared'), alert: text, reason: literals('clear', 'data_too_old', 'kind_changed', 'run_over') },
    closed,
  ),
  Type.Object({ ...said('encounter_closed'), encounter: ref<Encounter>('Encounter') }, closed),
  Type.Object({ ...said('case_opened'), case: text, alert: nullable(text) }, closed),
  Type.Object({ ...said('case_closed'), case: ref<CaseFile>('CaseFile') }, closed),
] as const;

/** Clauses: what was said under them, what they say of what happened, who is asked. */
const ofClauses = [
  ref<VerdictGiven>('Verdict'),
  ref<CallLogged>('CallLogged'),
  Type.Object({ ...said('question_opened'), ...QUESTION }, closed),
] as const;

export const OutcomeSchema = Type.Union([...ofTracks, ...ofPairs, ...ofClauses], {
  $id: 'Outcome',
  description: 'What the watch says',
});
