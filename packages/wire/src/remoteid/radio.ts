import type { Location } from './messages.ts';

/** Who a radio says its aircraft is. */
export type Name = { address: string; callsign: string | null; registration: string | null };

/** A location and when it was received. */
export type Report = { location: Location; received_ms: number; byte: number };

/** One radio address: it sends positions several times a second, and its name every three seconds. */
export type Radio = {
  readonly mac: string;
  /** `null` until it has given one. */
  name: Name | null;
  /** It gave none in time: the radio's address serves for good, so that the aircraft does not become two. */
  nameless: boolean;
  /** Received before there was a name. */
  held: Report[];
  /** Of the first report that is held. */
  held_since_ms: number;
  /** Complaints that were made once and are not to be made again. */
  readonly told: Set<string>;
};

export function newRadio(mac: string): Radio {
  return { mac, name: null, nameless: false, held: [], held_since_ms: 0, told: new Set() };
}

/**
 * A serial number stands as it is. What is too short, or holds other characters than CTA-2063-A allows, gets a word
 * before it, so that no radio can pass for an aircraft of which it sends the ICAO address.
 */
export function serialName(text: string): Name {
  return { address: /^[0-9A-Z]{8,20}$/.test(text) ? text : `serial-${text}`, callsign: null, registration: null };
}

export function registrationName(text: string): Name {
  const short = text.length <= 16 ? text : null;
  return { address: `reg-${text}`, callsign: short, registration: short };
}

export function radioName(mac: string): Name {
  return { address: `mac-${mac}`, callsign: null, registration: null };
}
