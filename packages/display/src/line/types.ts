import type {
  CellReadiness,
  Declared,
  LineAlarm,
  LineClause,
  ObservedLine,
  SaidStatement,
  Shift,
  Tracked,
} from '@skyaccord/accord';

/** What the status of a node says of its line in short. */
export type LineSummary = {
  received: number;
  sent: number;
  overdue: number;
  dead: readonly string[];
  due: readonly string[];
  revision: number;
};

/** A message of the line, with what came of it; times by the node's clock. */
export type LineMessage = Tracked & {
  name: string;
  read_back: string | null;
  text: { en: string; fr: string };
};
export type LineMessagesAnswer = { messages: LineMessage[] };

export type LineAnswer = {
  party: string;
  time_ms: number;
  linked: { party: string; up: boolean }[];
  lines: { clause: LineClause; observed: ObservedLine }[];
  declared: Declared[];
  watches: Shift[];
  standing: LineAlarm[];
  told: (LineAlarm & { told_ms: number })[];
};

export type ReadinessAnswer = { time_ms: number; cell: CellReadiness; said: SaidStatement[] };
