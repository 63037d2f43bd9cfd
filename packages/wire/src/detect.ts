import { oldCaptureLinkType, otherFormat } from './detect_other.ts';
import { cut } from './document/problem.ts';
import { FORMATS, type Format } from './reader.ts';
import { LINK_TYPES } from './remoteid/beacon.ts';
import { capturedLinkType } from './remoteid/blocks.ts';
import { isScenario } from './scenario/parse.ts';
import { COLUMNS } from './tracktable/row.ts';

/** `unknown` says what the bytes look like and which formats are known. */
export type Detection = { format: Format } | { compressed: 'gzip' } | { unknown: string };

/** Lines looked at: more than one, since the first may be damaged. */
const MOST_LINES = 50;

const LINKS = [...LINK_TYPES].join(' or ');

const MEMORANDUM = /^["'{ ]*skyaccord["']?\s*:\s*["']?memorandum\//m;

/** Tells the format from the first bytes alone (64 KiB are plenty), never from a name. A UTF-8 mark is passed over. */
export function detectFormat(head: Uint8Array): Detection {
  if (head.length === 0) return { unknown: 'there are no bytes in it' };
  if (head[0] === 0x1f && head[1] === 0x8b) return { compressed: 'gzip' };
  const link_type = capturedLinkType(head);
  if (link_type !== null) return capture(link_type);
  const old_link_type = oldCaptureLinkType(head);
  if (old_link_type !== null) return { unknown: oldCapture(old_link_type) };
  const text = new TextDecoder('utf-8').decode(head);
  // First of all, since a scenario written as JSON also has a list named `aircraft`.
  const format = isScenario(text) ? 'skyaccord-scenario' : (jsonFormat(text.trimStart()) ?? lineFormat(text));
  if (format !== null) return { format };
  if (MEMORANDUM.test(text)) return { unknown: 'it is a memorandum: rules, not traffic. Give it as the memorandum' };
  const other = otherFormat(head, text);
  return { unknown: `${other === null ? opening(head, text) : `it is ${other}`}. ${known()}` };
}

function capture(link_type: number): Detection {
  if (LINK_TYPES.has(link_type)) return { format: 'remoteid-pcapng' };
  return { unknown: `it is a pcapng capture of link type ${link_type}; Remote ID comes with ${LINKS}. ${known()}` };
}

function oldCapture(link_type: number): string {
  if (LINK_TYPES.has(link_type)) return `it is a capture in the old pcap form; save it as pcapng. ${known()}`;
  return `it is a pcap capture of link type ${link_type}; Remote ID comes with ${LINKS}, as pcapng. ${known()}`;
}

/** One JSON document over many lines, told by what it opens with. */
function jsonFormat(text: string): Format | null {
  if (/^\{/.test(text) && /"(?:aircraft|ac)"\s*:\s*\[/.test(text)) return 'readsb-aircraft-json';
  const column = /^\{\s*"([a-z0-9_]+)"\s*:\s*\{/.exec(text);
  if (column !== null && COLUMNS.has(column[1] as string)) return 'track-table-json';
  return /^\[\s*\{/.test(text) && /"(?:icao24|timestamp)"\s*:/.test(text) ? 'track-table-json' : null;
}

function lineFormat(text: string): Format | null {
  for (const raw of text.split('\n', MOST_LINES)) {
    const line = raw.trim();
    if (/^H[A-Z]DTE|^B\d{13}[NS]\d{8}[EW][AV]/.test(line)) return 'igc';
    if (/^(?:MSG,[1-8]|MLAT,[1-8]|SEL|ID|AIR|STA|CLK),(?:[^,]*,){8,20}[^,]*$/.test(line)) return 'basestation';
    if (/^[A-Za-z0-9-]{3,9}>[A-Z0-9]+,[^:]*:[/>@]|^# (?:aprsc|logresp) /.test(line)) return 'ogn-aprs';
    if (!line.startsWith('{')) continue;
    let object: Record<string, unknown>;
    try {
      object = JSON.parse(line) as Record<string, unknown>;
    } catch {
      continue;
    }
    if (String(object.skyaccord).startsWith('observations/')) return 'skyaccord-observations';
    if ('address_kind' in object && 'technology' in object) return 'skyaccord-observations';
    if ('now' in object && ('hex' in object || 'flight' in object)) return 'readsb-json-lines';
    if ('hex' in object && ('seen_pos' in object || 'seen' in object)) return 'readsb-json-lines';
  }
  return null;
}

function opening(head: Uint8Array, text: string): string {
  const bytes = [...head.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `it begins with the bytes ${bytes} (${JSON.stringify(cut(text.slice(0, 40)))})`;
}

function known(): string {
  return `Known formats: ${FORMATS.join(', ')}, plain or gzip`;
}
