/** Registrations among the names that aircraft give themselves. */

/** A United States registration: ICAO and the FAA give no airline a designator that looks like one (14 CFR 47.15). */
const N_NUMBER = /^N[1-9](?:\d{0,4}|\d{0,3}[A-HJ-NP-Z]|\d{0,2}[A-HJ-NP-Z]{2})$/;
/**
 * Nationality mark, hyphen, registration mark (ICAO Annex 7, sections 2 and 3). No flight number holds a hyphen; a mark
 * holds a letter, which numbers of other kinds, such as `95-00093`, do not.
 */
const WITH_HYPHEN = /^(?:[A-Z]|[A-Z][A-Z0-9]|[0-9][A-Z])-[A-Z0-9]{1,7}$/;

/**
 * Is the name certainly a registration? Most are sent without their hyphen and then look like callsigns: of those only
 * N-numbers count.
 */
export const isRegistration = (name: string): boolean => N_NUMBER.test(name) || WITH_HYPHEN.test(name);
