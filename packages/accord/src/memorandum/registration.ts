/**
 * One text for a registration however it is written: transponders and flight plans leave out the hyphen that stands
 * after the nationality mark (ICAO Doc 4444, appendix 2, item 7).
 */
export const registrationKey = (registration: string): string => registration.replace('-', '').toUpperCase();
