import { REPORT_CHOICES } from '@skyaccord/accord';

/** In what a number is typed, and how it is sent: by the units that the reader has chosen. */
export type Quantity = 'distance' | 'height' | 'speed' | 'visibility' | 'degrees' | 'seconds';
export type Field = { readonly name: string; readonly label: string } & (
  | { readonly kind: 'choice'; readonly choices: readonly (readonly [value: string, words: string])[] }
  | { readonly kind: 'yes_no' }
  | { readonly kind: 'number'; readonly quantity: Quantity }
  | { readonly kind: 'text'; readonly most: number }
);

const choice = (
  name: keyof typeof REPORT_CHOICES,
  label: string,
  words: Readonly<Record<string, string>> = {},
): Field => ({
  name,
  label,
  kind: 'choice',
  choices: REPORT_CHOICES[name].map((value) => [value, words[value] ?? value.replaceAll('_', ' ')] as const),
});
const number = (name: string, label: string, quantity: Quantity): Field => ({ name, label, kind: 'number', quantity });
const text = (name: string, label: string, most: number): Field => ({ name, label, kind: 'text', most });
const yesNo = (name: string, label: string): Field => ({ name, label, kind: 'yes_no' });

const IDENTITY = [
  text('callsign', 'Callsign', 16),
  text('registration', 'Registration', 16),
  text('type', 'Type', 60),
  yesNo('crewed', 'People aboard'),
];
const FLIGHT = [
  number('altitude_m', 'Height', 'height'),
  number('heading_deg', 'Heading, degrees', 'degrees'),
  number('ground_speed_mps', 'Speed', 'speed'),
  choice('flight', 'Flight'),
  choice('lights', 'Lights'),
];

/** The form, in the order in which a person remembers: what, when, own aircraft, the other one, the air around. */
export const OWN_FIELDS: readonly Field[] = [
  ...IDENTITY,
  ...FLIGHT,
  choice('altimeter', 'Altimeter set to', { qnh: 'QNH', standard: 'standard (1013)', geometric: 'geometric (GNSS)' }),
  text('route', 'Route', 300),
  yesNo('transponder', 'Transponder on'),
  choice('traffic_information', 'Traffic information had', {
    none: 'none',
    from_ground: 'from the ground',
    from_equipment: 'from equipment aboard',
    from_crew: 'from another crew',
  }),
  choice('collision_avoidance', 'Collision avoidance', { not_fitted: 'not fitted', nothing: 'fitted, said nothing' }),
  choice('sighted', 'Saw the other', { before: 'before it was closest', at_closest: 'at the closest', after: 'after' }),
  choice('avoiding_action', 'Avoiding action'),
];
export const OTHER_FIELDS: readonly Field[] = [
  ...IDENTITY,
  ...FLIGHT,
  choice('avoiding_action', 'It avoided', { none: 'nothing seen' }),
];
export const EVENT_FIELDS: readonly Field[] = [
  number('horizontal_m', 'Closest, horizontally', 'distance'),
  number('vertical_m', 'Closest, vertically', 'height'),
  choice('risk', 'How near to a collision', { none: 'not at all', low: 'little', medium: 'some', high: 'very' }),
  choice('reporter_role', 'You were', { crew: 'aboard', remote_pilot: 'flying a drone', controller: 'controlling' }),
];
export const AIR_FIELDS: readonly Field[] = [
  choice('weather', 'Weather', { visual: 'visual (VMC)', instrument: 'instrument (IMC)' }),
  choice('light', 'Light'),
  number('visibility_m', 'Visibility', 'visibility'),
];
