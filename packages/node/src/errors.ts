import { PEOPLE_ERRORS } from './people/errors.ts';

/**
 * Every error that a caller of the API or a person starting a node can be given: code, HTTP status (null: it can only
 * happen at the start), what it means and what to do. `docs/errors.md` lists exactly these, and a test compares the
 * two.
 */
export const ERRORS = {
  bad_request: {
    status: 400,
    meaning: 'The request does not fit the route: a field is missing, unknown, of the wrong type or out of range.',
    remedy: 'Correct the field that the message names; /api/openapi.json describes what each route takes.',
  },
  host_refused: {
    status: 403,
    meaning: 'The Host header does not name this node on loopback.',
    remedy: 'Open the address that the node printed at its start: http://127.0.0.1 and its port.',
  },
  origin_refused: {
    status: 403,
    meaning: 'A page of another origin made the request.',
    remedy: "Use the node's own pages, or a program that sends no Origin header.",
  },
  ...PEOPLE_ERRORS,
  access_refused: {
    status: 403,
    meaning: 'The route does not say who may call it, so nobody may.',
    remedy: 'Report it as a fault: every route must declare its access.',
  },
  not_found: {
    status: 404,
    meaning: 'There is nothing at this address.',
    remedy: 'Look at /api/openapi.json for the routes there are.',
  },
  track_not_found: {
    status: 404,
    meaning: 'No track of that id is in the picture now.',
    remedy: 'Ask /api/v1/tracks for the ids; a track that fell silent is dropped, and the journal keeps its outcomes.',
  },
  case_not_found: {
    status: 404,
    meaning: 'No case has that id.',
    remedy: 'Ask /api/v1/cases for the ids.',
  },
  case_open: {
    status: 409,
    meaning: 'The case is still open: its file is written when the pass is over.',
    remedy: 'Follow its alert until then, and ask again once the case is closed.',
  },
  case_interrupted: {
    status: 409,
    meaning: 'The run ended before the case was closed, so it has no file.',
    remedy: 'Its alerts are among the outcomes of that run: /api/v1/outcomes.',
  },
  case_step_refused: {
    status: 409,
    meaning: 'The step is not taken into the work on the case.',
    remedy: 'Look at the case again: /api/v1/cases/ID/work tells how it stands, and docs/cases.md who may do what.',
  },
  report_invalid: {
    status: 400,
    meaning: 'The report cannot be as it is written.',
    remedy: 'Correct the field that the message names; what is not known is left out.',
  },
  report_not_found: {
    status: 404,
    meaning: 'No report has that id.',
    remedy: 'Ask /api/v1/reports for the ids.',
  },
  attachment_refused: {
    status: 400,
    meaning: 'The file cannot be attached.',
    remedy:
      'Attach a PDF, a PNG or JPEG picture, plain text, CSV or an IGC log of at most 10 MB, at most 20 to a case.',
  },
  release_refused: {
    status: 409,
    meaning: 'The text cannot be released to the public.',
    remedy:
      'Correct what the message names; docs/bulletin.md says which cases can be released, and what is never told.',
  },
  call_invalid: {
    status: 400,
    meaning: 'The entry cannot be logged under this memorandum.',
    remedy:
      'Correct the field that the message names; docs/judging.md says what can be logged under each kind of clause.',
  },
  question_not_found: {
    status: 404,
    meaning: 'No question has that id.',
    remedy: 'Ask /api/v1/questions for the ids.',
  },
  answer_refused: {
    status: 409,
    meaning: 'The question is not put to whoever answers, or the answer cannot be.',
    remedy: 'Answer for one of the roles that the question asks.',
  },
  line_message_invalid: {
    status: 400,
    meaning: 'The message of the line cannot be as it is described.',
    remedy: 'Correct the field that the message names; docs/line.md describes each kind of message.',
  },
  line_message_unknown: {
    status: 404,
    meaning: 'The line has no message of that name.',
    remedy: 'Ask /api/v1/line/messages for the names.',
  },
  line_refused: {
    status: 409,
    meaning: 'What was said cannot be said now: of a message, of the watch or of the line.',
    remedy: 'Do first what the message names, or look at the line as it stands: it may have changed.',
  },
  disclosure_refused: {
    status: 409,
    meaning: 'What is shown to a party cannot be as it was asked: it would be less than a clause obliges to, say.',
    remedy: 'Choose what the message names; docs/disclosure.md describes the ladder.',
  },
  commitment_unknown: {
    status: 404,
    meaning: 'No commitment of that name was given to that party, or what opens it was erased.',
    remedy: 'Ask /api/v1/commitments for the names; the journal keeps the commitment itself.',
  },
  link_full: {
    status: 503,
    meaning: 'Too many messages wait for the other node; none is dropped, and this one was not taken.',
    remedy: 'Send it again once the link is up, or say it over the telephone and log the call.',
  },
  link_identity: {
    status: null,
    meaning: 'The link identity in the data directory belongs to another party.',
    remedy: 'Start with the party that it was made for, or with another data directory.',
  },
  link_invalid: {
    status: 409,
    meaning: 'The links cannot be as they are described.',
    remedy: 'Correct the field that the message names; docs/cell.md describes the file.',
  },
  link_not_halted: {
    status: 409,
    meaning: 'Neither side of the link has halted: there is nothing to begin anew after.',
    remedy: 'GET /api/v1/links shows each link; one that is only down comes up again by itself.',
  },
  link_unknown: {
    status: 404,
    meaning: 'The node has no link with that party.',
    remedy: 'GET /api/v1/links names the parties; pair the two nodes first.',
  },
  pairing_failed: {
    status: 409,
    meaning: 'The two nodes were not paired; no card was taken.',
    remedy: 'Begin again at both nodes, and read the digits to each other over a telephone line that you trust.',
  },
  feed_invalid: {
    status: 400,
    meaning: 'The feed cannot be as it is described.',
    remedy: 'Correct the field that the message names; docs/feeds.md describes each kind of feed.',
  },
  feed_not_found: {
    status: 404,
    meaning: 'No feed has that name.',
    remedy: 'Ask /api/v1/feeds for the names.',
  },
  feed_exists: {
    status: 409,
    meaning: 'A feed of that name is there already.',
    remedy: 'Change that one, or choose another name.',
  },
  feed_not_posted: {
    status: 409,
    meaning: 'Observations cannot be sent to this feed: it is paused, or has a connection of its own.',
    remedy: 'Send to a feed of connection party_feed that is not paused.',
  },
  feeds_fixed: {
    status: 409,
    meaning: 'The feeds of this node cannot be changed: it plays a scenario or a recording.',
    remedy: 'Start a node with --live.',
  },
  too_many_feeds: {
    status: 409,
    meaning: 'The node has as many feeds as it can have.',
    remedy: 'Remove a feed that is not needed.',
  },
  change_waits: {
    status: 503,
    meaning: 'The change was taken in, but the journal cannot be written: it takes effect when it is durable.',
    remedy: 'See /health for what is wrong with the journal; do not send the change again.',
  },
  step_refused: {
    status: 400,
    meaning: 'The signature or statement does not count for the memorandum of this node.',
    remedy: 'Correct what the message names; `skyaccord memorandum verify` tells the same without a node.',
  },
  step_known: {
    status: 409,
    meaning: 'That signature is in the journal already.',
    remedy: 'Nothing is to be done; /api/v1/memorandum/life shows what it led to.',
  },
  too_many_steps: {
    status: 409,
    meaning: 'The life of this memorandum has as many steps as a node takes.',
    remedy: 'Agree on a new version of the memorandum.',
  },
  party_unknown: {
    status: 404,
    meaning: 'The memorandum has no party of that id.',
    remedy: 'Ask /api/v1/memorandum for its parties.',
  },
  language_unknown: {
    status: 404,
    meaning: 'The memorandum has no words in that language.',
    remedy: 'Ask /api/v1/memorandum for its languages.',
  },
  memorandum_refused: {
    status: 400,
    meaning: 'The text is not a sound memorandum.',
    remedy: 'Correct the places that the message names; `skyaccord memorandum check` tells all of them.',
  },
  not_printable: {
    status: 409,
    meaning: 'The font of PDFs lacks letters of this document.',
    remedy: 'Print it as text with `skyaccord memorandum render`, without --pdf, or choose another language.',
  },
  mission_invalid: {
    status: 400,
    meaning: 'The mission cannot be as it is described.',
    remedy: 'Correct the field that the message names; docs/missions.md describes each.',
  },
  mission_refused: {
    status: 409,
    meaning: 'Something is in the way of the mission, so it is not accepted.',
    remedy: 'Ask /api/v1/missions/options for ways out, and file one of them.',
  },
  mission_not_found: {
    status: 404,
    meaning: 'No mission or hazard area has that id.',
    remedy: 'Ask /api/v1/missions or /api/v1/hazards for the ids.',
  },
  mission_not_seen: {
    status: 409,
    meaning: 'No track in the picture has the callsign of the mission, so nobody knows where its aircraft is.',
    remedy: 'Give the mission the callsign that its aircraft transmits, and see that a feed hears it.',
  },
  mission_state: {
    status: 409,
    meaning: 'The mission cannot come into that state from the one it is in.',
    remedy: 'Look at the states that the message names.',
  },
  offer_gone: {
    status: 409,
    meaning: 'The offer is past its time, or the sky is not what it rested on.',
    remedy: 'Ask /api/v1/missions/options again.',
  },
  hazard_invalid: {
    status: 400,
    meaning: 'The hazard area cannot be as it is described.',
    remedy: 'Correct the field that the message names; docs/missions.md describes each.',
  },
  statement_invalid: {
    status: 400,
    meaning: 'The statement cannot be as it is described.',
    remedy: 'Correct the field that the message names; docs/statements.md describes each.',
  },
  statement_known: {
    status: 409,
    meaning: 'A statement of that id is in the register, which edits nothing.',
    remedy: 'Give a new statement an id of its own; it stands beside the earlier one.',
  },
  no_playback: {
    status: 404,
    meaning: 'A live node has no playback: its time is the time of day.',
    remedy: 'Start a node with --replay or a scenario to pause and change speed.',
  },
  no_basemap: {
    status: 404,
    meaning: 'No base map file was given to this node.',
    remedy: 'Start the node with --basemap FILE.pmtiles; the pages have a plain map of their own.',
  },
  out_of_reach: {
    status: 404,
    meaning: 'The picture at that time is no longer, or not yet, kept in memory.',
    remedy: 'Ask /api/v1/history for the span that can be reached; older outcomes are in the journal.',
  },
  too_large: {
    status: 413,
    meaning: 'The body is larger than the node reads.',
    remedy: 'Send at most 64 KiB.',
  },
  not_json: {
    status: 415,
    meaning: 'The body is not JSON.',
    remedy: 'Send JSON with Content-Type: application/json.',
  },
  too_many_requests: {
    status: 429,
    meaning: 'More requests came than the node answers in a second.',
    remedy: 'Wait a second; for a running picture use the stream instead of polling.',
  },
  internal: {
    status: 500,
    meaning: 'Something inside the node failed; the watch and the journal go on.',
    remedy: "Look at the node's log at that time and report it.",
  },
  too_many_streams: {
    status: 503,
    meaning: 'As many readers as the node serves are already on the stream.',
    remedy: 'Close a page that is not needed.',
  },
  stopping: {
    status: 503,
    meaning: 'The node is stopping.',
    remedy: 'Connect again when it has been started.',
  },
  options_invalid: {
    status: null,
    meaning: 'The options of the start do not go together, or one is out of range.',
    remedy: 'Correct the option that the message names; `skyaccord start --help` lists them.',
  },
  port_in_use: {
    status: null,
    meaning: 'Another program listens on the port.',
    remedy: 'Stop that program or choose another port with --port.',
  },
  port_refused: {
    status: null,
    meaning: 'The system does not let this user listen on the port.',
    remedy: 'Choose a port above 1023 with --port.',
  },
  data_not_writable: {
    status: null,
    meaning: 'The data directory cannot be made or written.',
    remedy: 'Give a directory of your own with --data.',
  },
  data_in_use: {
    status: null,
    meaning: 'Another node owns the data directory.',
    remedy: 'Use the node that runs, stop it, or give this one a directory of its own with --data.',
  },
  data_unknown: {
    status: null,
    meaning: 'The data directory holds files of a version that this program does not know.',
    remedy: 'Open it with the version that wrote it, or give another directory with --data.',
  },
  journal_broken: {
    status: null,
    meaning: 'The journal does not verify: a record was changed, removed or damaged.',
    remedy: 'Keep the directory as it is, as evidence, and start with another one (--data).',
  },
  log_damaged: {
    status: null,
    meaning: 'The observation log is damaged at a place that the journal had already confirmed.',
    remedy: 'Keep the directory as it is, as evidence, and start with another one (--data).',
  },
  memorandum_invalid: {
    status: null,
    meaning: 'The memorandum cannot be read, or says something that cannot be run.',
    remedy: 'Correct the places that the message names; docs/memorandum.md describes the form.',
  },
  scenario_invalid: {
    status: null,
    meaning: 'The scenario cannot be read.',
    remedy: 'Correct the places that the message names.',
  },
  recording_unreadable: {
    status: null,
    meaning: 'A recording cannot be read.',
    remedy: 'Do what the message says of the file it names; `skyaccord replay` says what is wrong with each.',
  },
  recording_empty: {
    status: null,
    meaning: 'No observation could be read from the recording.',
    remedy: 'Check the files that the message names; `skyaccord replay` says what is wrong with each.',
  },
  feeds_file_invalid: {
    status: null,
    meaning: 'The file of feeds cannot be used.',
    remedy: 'Correct the places that the message names; docs/feeds.md describes the form.',
  },
  file_unreadable: {
    status: null,
    meaning: 'A file that an option names cannot be read.',
    remedy: 'Check the path and the permissions.',
  },
} as const satisfies Record<string, { status: number | null; meaning: string; remedy: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** A failure of the world, or a refusal, with what to do about it. `field` and `value` name what was refused. */
export class NodeError extends Error {
  override readonly name = 'NodeError';
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly field: string | null;
  readonly value: string | null;

  constructor(code: ErrorCode, reason?: string, place: { field?: string; value?: string; cause?: unknown } = {}) {
    const { meaning, remedy } = ERRORS[code];
    super(reason === undefined ? meaning : `${meaning} ${reason}`, { cause: place.cause });
    this.code = code;
    this.remedy = remedy;
    this.field = place.field ?? null;
    this.value = place.value === undefined ? null : place.value.slice(0, 80);
  }

  /** HTTP status; 500 for errors of the start, which no request should meet. */
  get status(): number {
    return ERRORS[this.code].status ?? 500;
  }
}

/** The plain form that crosses a thread or goes into an answer. */
export type ErrorData = {
  code: ErrorCode;
  message: string;
  remedy: string;
  field: string | null;
  value: string | null;
};

export function errorData(error: unknown): ErrorData {
  if (error instanceof NodeError) {
    const { code, message, remedy, field, value } = error;
    return { code, message, remedy, field, value };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'internal', message, remedy: ERRORS.internal.remedy, field: null, value: null };
}

/** The error that `errorData` described, with its wording kept. */
export function errorFromData(data: ErrorData): NodeError {
  const error = new NodeError(data.code, undefined, {
    ...(data.field === null ? {} : { field: data.field }),
    ...(data.value === null ? {} : { value: data.value }),
  });
  error.message = data.message;
  return error;
}

/** A system error's code such as ENOSPC, or null. */
export function systemCode(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}
