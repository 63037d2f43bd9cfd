/** The rules and the watch over them. Pure: no I/O, no clock, no randomness. */

export type { LinkedAdvice } from './advice/linked.ts';
export type { LinkedAlert } from './alerts/heard.ts';
export { type CaseReport, caseSheet } from './case_report/sheet.ts';
export type { CaseBase } from './casework/base.ts';
export { CaseBook, CaseRefused, MOST_STEPS, type ReportStep, type StandingReport } from './casework/book.ts';
export type { CaseDeadline } from './casework/deadlines.ts';
export { FIGURES, type Figure, type Figures } from './casework/figures.ts';
export type { Candidate } from './casework/match.ts';
export { REPORTED_SAYINGS, type ReportedCall, type VerdictOnWord, verdictsOnWord } from './casework/on_word.ts';
export { type RedactionProblem, redactionProblems, secretsOf, TOLD_FIELDS } from './casework/redaction.ts';
export {
  type CaseRelease,
  draftOf,
  RELEASABLE,
  RELEASE_LIMITS,
  type Releasable,
  type ReleaseWords,
  releasableUnder,
  releaseIdOf,
} from './casework/release.ts';
export { isOut, nextVersion, releaseObjection, type StandingRelease } from './casework/releases.ts';
export {
  REPORT_CHOICES,
  type Report,
  type ReportedAircraft,
  readReport,
  reportedFigures,
} from './casework/report.ts';
export type { CaseAct, CaseSide, CaseStep } from './casework/step.ts';
export {
  AVAILABILITIES,
  BARRIERS,
  CONTENTS,
  EFFECTS,
  MAY_TAKE,
  RISK_CLASSES,
  STANCES,
} from './casework/words.ts';
export type { CaseWork } from './casework/work.ts';
export { RUNGS, type Rung, reaches } from './disclosure/ladder.ts';
export { DisclosureMatrix, type MatrixCell, type ShowingStep } from './disclosure/matrix.ts';
export { type Choice, dutiesOf, type Setting, settingOf } from './disclosure/setting.ts';
export { FIELDS, type Thing, WHATS, type What } from './disclosure/thing.ts';
export { committed, refAfter, type View, viewOf } from './disclosure/view.ts';
export { type LifeSafetyWarning, lifeSafetyWarning, type Relative } from './disclosure/warning.ts';
export type * from './judged.ts';
export { SAYINGS, SHARED_LEVELS, SHARED_WHATS, WHYS } from './judged.ts';
export { type Question, QuestionError, type QuestionEvent, questionsAt } from './judges/questions.ts';
export { verdictIn } from './judges/words.ts';
export { EntryError, entryOf, entryProblem } from './judging/entry.ts';
export type { LedgerEntry, Report as LedgerReport } from './ledger/entry.ts';
export { MEASURES } from './ledger/entry.ts';
export { Ledger, type MissionCounts } from './ledger/ledger.ts';
export { changeNeeded, type MissionChange } from './ledger/needed.ts';
export { LEDGER_COLUMNS, ledgerCsv, ledgerRows } from './ledger/table.ts';
export { GROUPINGS, type Grouping, type Total, totalOf, totalsBy } from './ledger/totals.ts';
export { alarmsAt, type LineAlarm, lineFor } from './line/alarms.ts';
export { type LineEvent, notIts } from './line/event.ts';
export {
  ACKNOWLEDGE_S,
  fieldsOf,
  LONGEST_FIELD,
  LONGEST_TEXT,
  MESSAGE_KINDS,
  type Message,
  type MessageKind,
  objectionTo,
  PRECEDENCES,
  type Precedence,
} from './line/message.ts';
export { differencesIn, readBackOf } from './line/read_back.ts';
export {
  type Declared,
  type LineState,
  messageName,
  newLine,
  openMessages,
  record as recordOnLine,
  type Shift,
  type Tracked,
  watchOf,
} from './line/register.ts';
export { isTimely, type ObservedLine, observeLine, testCallsOf } from './line/test_calls.ts';
export { messageText } from './line/words.ts';
export type { LineClause } from './memorandum/kinds/line_hours.ts';
export type { Cryptography, Entry, SignedContent, Step } from './memorandum/life/entries.ts';
export { judgedBy, LIFE_STATES, type Life, type LifeState, livesOf } from './memorandum/life/life.ts';
export { readSteps, stepsFile, writeSteps } from './memorandum/life/steps.ts';
export type * from './memorandum/memorandum.ts';
export { MemorandumError, parseMemorandum } from './memorandum/parse.ts';
export { documentSheet } from './memorandum/render/document.ts';
export { kneeboardSheet } from './memorandum/render/kneeboard.ts';
export type { Plot } from './memorandum/render/plot.ts';
export { type Reading, readingOf } from './memorandum/render/reading.ts';
export type { Block, Sheet } from './memorandum/render/sheet.ts';
export { sheetText } from './memorandum/render/text.ts';
export { memorandumSchema, PARSED_SCHEMAS } from './memorandum/schema.ts';
export { changeIn, compareMemoranda } from './memorandum/wording/compare.ts';
export { describeMemorandum } from './memorandum/wording/describe.ts';
export { type Moving, waysOutInFlight } from './missions/airborne.ts';
export { MissionBook, type MissionNotice, MissionRefused } from './missions/book.ts';
export { checkMission, type Finding, type MissionSky } from './missions/check.ts';
export {
  type FiledForm,
  FilingExchange,
  filedFormOf,
  filedId,
  filedMission,
} from './missions/exchange.ts';
export type { FilingState } from './missions/filings.ts';
export { type Followed, MissionFollower } from './missions/follow.ts';
export { ENTRIES as HAZARD_ENTRIES, type HazardArea, readHazardArea } from './missions/hazards.ts';
export { type Mission, PURPOSES, spanOf } from './missions/mission.ts';
export { readMission } from './missions/read.ts';
export { readFiled } from './missions/read_filed.ts';
export { Recheck } from './missions/recheck.ts';
export { MISSION_STATES, type MissionState, type StandingMission } from './missions/states.ts';
export { MissionTraffic } from './missions/traffic.ts';
export { type Offer, type WaysOut, waysOut } from './missions/ways_out.ts';
export { TICK_MS, tickOf } from './ordering.ts';
export type * from './outcome.ts';
export { describeWrong } from './plain.ts';
export { EVIDENCE_KINDS, type Evidence as ReadinessEvidence } from './readiness/evidence.ts';
export {
  type CellReadiness,
  READINESS_STEPS,
  READINESS_TERMS,
  type ReadinessState,
  readinessOf,
} from './readiness/readiness.ts';
export type * from './reconstruction/figure.ts';
export { reconstruct } from './reconstruction/reconstruct.ts';
export { replay } from './replay.ts';
export type { Contradiction } from './statements/contradiction.ts';
export { assurancesAgainst, assurancesAgainstSighting, quotedFor, type Sighting } from './statements/notices.ts';
export { readStatement } from './statements/read.ts';
export { Register, type Standing } from './statements/register.ts';
export { PREDICATES, type Statement as SaidStatement } from './statements/statement.ts';
export { TALLY_COLUMNS, tallyCsv, tallyRows } from './tallies/table.ts';
export { Tallies } from './tallies/tallies.ts';
export { TALLIES, type Tally, type TallyBy, type TallyCase, tallied, tallyCase } from './tallies/tally.ts';
export type { Briefing, Told } from './trials/briefing.ts';
export {
  type Curve,
  curvesOf,
  type Reliability,
  reliabilityOf,
} from './trials/curves.ts';
export { drawEncounter } from './trials/draw.ts';
export {
  readTrialEncounter,
  type TrialClass,
  type TrialEncounter,
  VOLUMES as TRIAL_VOLUMES,
} from './trials/encounter.ts';
export type { Fleet } from './trials/flight.ts';
export { type Condition as TrialCondition, type FlightOutcome, flyEncounter, type Guidance } from './trials/fly.ts';
export type { Decision } from './trials/guide.ts';
export { guidanceOf, METHODS, type Method } from './trials/methods.ts';
export { type PeerResults, peersIn, readPeerResults } from './trials/peers.ts';
export { type RecordedPair, recordedPairs, recordPairAlerts } from './trials/recorded.ts';
export {
  type ReportCondition,
  type ReportPaired,
  type ReportRow,
  reportRow,
  type TrialReport,
  type UnmitigatedRow,
  unmitigatedRow,
} from './trials/report.ts';
export { mcnemar, type Paired } from './trials/statistics.ts';
export {
  GROUPS as TRIAL_GROUPS,
  type Metrics,
  type Outcome as TrialOutcome,
  type Rate,
  type Ratio,
  type Row as TrialRow,
  summarize,
  type Unmitigated,
} from './trials/summary.ts';
export { type AlertRecord, recordAlerts } from './trials/sweep.ts';
export type { Cost, MemorandumCost } from './trials/traffic/cost.ts';
export { isDraft, readDraft } from './trials/traffic/draft.ts';
export {
  ENTRY_MEASURES,
  type EntryMeasure,
  type EntryRow,
  tryEntry,
} from './trials/traffic/entry.ts';
export { checkDrafts, tryMemoranda } from './trials/traffic/memoranda.ts';
export type { DraftCost, EntryReport, MemorandaReport } from './trials/traffic/report.ts';
export { flyGuided, flyUnmitigated, rowOf, unmitigatedOf } from './trials/trial.ts';
export { type CrewSteps, crewSteps } from './watch/crew_steps.ts';
export type { TrackComponent, TrackDetail, TrailPoint } from './watch/detail.ts';
export { Watch, type WatchOptions, type WatchState } from './watch.ts';
