import type { FusionEvidence, TrackFlag } from '@skyaccord/accord';
import Type from 'typebox';
import { closed, literals, number, text } from './aircraft.ts';
import { nullable, ref, time_ms } from './common.ts';

export const FLAG_KINDS = literals(
  'implausible_jump',
  'duplicate_identity',
  'spoofing_suspected',
  'replayed',
  'clock_fault',
  'noise',
  'frozen',
  'poor_accuracy',
  'height_bias',
);

export const TrackFlagSchema = Type.Object(
  { flag: FLAG_KINDS, since_ms: number, detail: text },
  { $id: 'TrackFlag', description: 'Why a track is not to be believed as it stands', ...closed },
);

export const FusionEvidenceSchema = Type.Object(
  {
    comparisons: Type.Integer(),
    over_s: number,
    distance_m: number,
    delay_s: number,
    height_m: nullable(number),
    relative_speed_mps: number,
  },
  { $id: 'FusionEvidence', description: 'What two tracks of one aircraft were compared by', ...closed },
);

export const TrackDetailSchema = Type.Object(
  {
    first_ms: number,
    reports: Type.Integer(),
    mode: literals('straight', 'turning', 'unknown'),
    climb: literals('level', 'climbing', 'descending', 'unknown'),
    turn_rate_degps: nullable(number),
    ellipse: Type.Object({ major_m: number, minor_m: number, orientation_deg: number }, closed),
    velocity_accuracy_mps: number,
    pressure_altitude_m: nullable(number),
    geometric_altitude_m: nullable(number),
    height_correction_m: nullable(number),
    components: Type.Array(
      Type.Object(
        {
          track: text,
          address_kind: text,
          technology: text,
          sources: Type.Array(text),
          callsign: nullable(text),
          seen_ms: number,
          reports: Type.Integer(),
          rate_per_min: nullable(number),
          accuracy_m: number,
          fused_since_ms: nullable(number),
          evidence: nullable(ref<FusionEvidence>('FusionEvidence')),
        },
        { description: 'An address under which the aircraft is heard', ...closed },
      ),
    ),
    flags: Type.Array(ref<TrackFlag>('TrackFlag')),
  },
  { $id: 'TrackDetail', description: 'How well one aircraft is tracked', ...closed },
);

export const TrackEventSchema = Type.Object(
  {
    time_ms,
    kind: text,
    other: nullable(Type.String({ description: 'The other track that it is about' })),
    says: Type.String({ description: 'In words for people: NM (metres where near), ft, kt' }),
  },
  { $id: 'TrackEvent', description: 'What the watch said of a track', ...closed },
);
