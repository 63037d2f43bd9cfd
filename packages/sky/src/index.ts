/** The maths of motion, the same to the last bit everywhere: SI units, no party, no rule, no clock, no dependency. */

export { Adviser } from './advice/adviser.ts';
export { AgreedSense } from './advice/agreed.ts';
export { type Account, createEstimate, type Estimate, writeSighting } from './advice/estimate.ts';
export type { Sense } from './advice/fan.ts';
export { FlownCommand } from './advice/flown_command.ts';
export { type Apart, createFlownPath, type FlownPath, leastApart } from './advice/flown_path.ts';
export type { Volume } from './advice/meeting.ts';
export type { OwnAircraft } from './advice/own_paths.ts';
export { ADVICE_LOOKAHEAD_S, ADVICE_PARAMETERS, type AdviceParameters } from './advice/parameters.ts';
export {
  type AdviceChoice,
  type AdviceMemory,
  type Command,
  createMemory,
  type Situation,
  type Target,
} from './advice/situation.ts';
export { SituationError } from './advice/situation_check.ts';
export { TargetFilter } from './advice/target_filter.ts';
export type { Pass } from './advice/weighing.ts';
export type { SavedAlertMemory } from './alerting/alert_memory.ts';
export { PairAlerting } from './alerting/pair_alerting.ts';
export { DEG_PER_RAD, RAD_PER_DEG, wrap180, wrap360 } from './angle.ts';
export type { SkyState, StateErrors } from './bands/aircraft.ts';
export { BAND_REGIONS, type BandRegion, type Bands } from './bands/bands.ts';
export type { BandKind } from './bands/manoeuvre.ts';
export { SkyStateError } from './bands/sky_state.ts';
export { type Configuration, readConfiguration } from './config/configuration.ts';
export { ConfigurationError } from './config/quantity.ts';
export { separationConfiguration } from './config/separation.ts';
export { STANDARD_CONFIGURATIONS, standardConfiguration } from './config/standard.ts';
export { cylinderInterval, horizontalCpa } from './cylinder.ts';
export { DetectAndAvoid } from './detect_and_avoid.ts';
export { SweptGrid } from './grid.ts';
export type { Path } from './manoeuvre.ts';
export { createPath, writeTurn } from './manoeuvre.ts';
export { acos, asin, atan, atan2, cos, exp, hypot, log, pow, sin, tan } from './math.ts';
export { mvpChange } from './mvp.ts';
export { pathMeets } from './path_meets.ts';
export { ConflictList } from './plans/conflict_list.ts';
export { DelaySpans } from './plans/delay_spans.ts';
export { addLegDelays } from './plans/leg_delay.ts';
export { PlanIndex } from './plans/plan_index.ts';
export { addPlanConflicts } from './plans/plan_pair.ts';
export { LEG, LEG_SIZE, PlanSet, SPHERE_RADIUS_M, writePosition } from './plans/plan_set.ts';
export { closestScaled, insideSpan } from './segment.ts';
export { chord2, destination, fromEcef, relative, rotateVelocity, SITE_SIZE, writeSite } from './site.ts';
export { PairList } from './sweep/pair_list.ts';
export { PairSweep } from './sweep/pair_sweep.ts';
export { SweepPool } from './sweep/sweep_pool.ts';
export { createSharedColumns, type TrafficColumns } from './sweep/traffic_columns.ts';
