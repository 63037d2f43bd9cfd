import type { Alert, Rung } from '@skyaccord/accord';
import { settingOf } from '@skyaccord/accord';
import { expect, test } from 'vitest';
import { HeardAlertList, isAlertUpdate } from './heard_alerts.ts';
import { type AlertUpdate, ShownAlerts } from './shown_alerts.ts';

const aircraft = (track: string, party: string | null, longitude_deg: number) => ({
  track,
  party,
  callsign: track.toUpperCase(),
  crew: 'crewed',
  latitude_deg: 45.123_456_7,
  longitude_deg,
  altitude_m: 9_000,
  altitude_datum: 'pressure',
  ground_speed_mps: 200,
  track_deg: 90,
  vertical_rate_mps: 0,
  accuracy_m: 20,
  seen_ms: 1_000,
});
const alertOf = (a: string | null, b: string | null, id = 'one', moved_deg = 0): Alert =>
  ({
    id,
    level: 'advisory',
    time_ms: 1_000,
    a: aircraft('aaaaaa', a, -5.123_456_7 + moved_deg),
    b: aircraft('bbbbbb', b, -5.023_456_7 + moved_deg),
    cpa: {
      t_cpa_ms: 61_000,
      h_cpa_m: 123.456,
      v_cpa_m: 0,
      uncertainty_m: 10,
      a_latitude_deg: 45.1,
      a_longitude_deg: -5.1 + moved_deg,
      b_latitude_deg: 45.1,
      b_longitude_deg: -5.1 + moved_deg,
    },
    findings: [{ clause: 'SEP-1' }],
    advice: [],
  }) as unknown as Alert;

/** What `nc` tells `mu` of its alerts; both its aircraft and its alerts can be at any rung. */
function shown(flights: Rung, alerts: Rung, standing: { alerts: Alert[] }) {
  const commitments: unknown[] = [];
  const tellers = new ShownAlerts(
    {
      party: 'nc',
      picture: { alerts: () => standing.alerts },
      rungOf: () => flights,
      setting: (_, most) => settingOf('alerts', [], { rung: least(alerts, most), delay_s: null, resolution_m: null }),
      bind: (_, ref, value) => {
        commitments.push(value);
        return ref.repeat(4);
      },
    },
    ['mu'],
  );
  return {
    look: (now_ms: number) =>
      tellers
        .look(now_ms)
        .get('mu')!
        .map(([, update]) => update),
    commitments,
  };
}
const ORDER: readonly Rung[] = ['nothing', 'existence', 'volume_and_time', 'delayed_track', 'live_track', 'identity'];
const least = (a: Rung, b: Rung): Rung => (ORDER.indexOf(a) < ORDER.indexOf(b) ? a : b);
const rungOf = (update: AlertUpdate | undefined) => (update?.kind === 'alert' ? update.view.rung : update?.kind);

test.each<[string | null, string | null, boolean]>([
  ['nc', 'mu', true],
  ['nc', null, true],
  [null, 'mu', true],
  ['nc', 'pl', false],
  ['mu', 'pl', false],
  [null, null, false],
  ['pl', null, false],
])('an alert of %s and %s goes to mu: %s', (a, b, goes) => {
  const told = shown('identity', 'identity', { alerts: [alertOf(a, b)] }).look(1_000);
  expect(told.length).toBe(goes ? 1 : 0);
});

test.each<[Rung, Rung, Rung | undefined]>([
  ['identity', 'identity', 'identity'],
  ['live_track', 'identity', 'live_track'],
  ['existence', 'identity', 'existence'],
  ['nothing', 'identity', undefined],
  ['identity', 'nothing', undefined],
  ['identity', 'volume_and_time', 'volume_and_time'],
])('where its aircraft is shown at %s and alerts at %s, it tells %s', (flights, alerts, told) => {
  const [update] = shown(flights, alerts, { alerts: [alertOf('nc', 'mu')] }).look(1_000);
  expect(rungOf(update)).toBe(told);
});

test('below the live track it stays where it was first told, as its aircraft would be followed', () => {
  const standing = { alerts: [alertOf('nc', 'mu')] };
  const { look } = shown('volume_and_time', 'identity', standing);
  const [first] = look(1_000);
  standing.alerts = [alertOf('nc', 'mu', 'one', 3)];
  expect(look(2_000)).toEqual([]);
  // Said again, and the same.
  expect(look(7_000)).toEqual([first]);
});

test('it is said once, again after 5 s, and that it is over; each form is one that the other side reads', () => {
  const standing = { alerts: [alertOf('nc', 'mu')] };
  const { look, commitments } = shown('identity', 'identity', standing);
  const said = [look(1_000), look(1_200), look(6_000), look(6_200)];
  expect(said.map((updates) => updates.length)).toEqual([1, 0, 1, 0]);
  standing.alerts = [];
  const over = look(6_400);
  expect(over).toMatchObject([{ kind: 'alert_over' }]);
  for (const update of [...said.flat(), ...over]) expect(isAlertUpdate(JSON.parse(JSON.stringify(update)))).toBe(true);
  expect(commitments).toHaveLength(1);

  const heard = new HeardAlertList();
  const [update] = said[0]!;
  expect(heard.take('nc', update!, 1_000, () => true)).toEqual({ pair: ['aaaaaa', 'bbbbbb'], level: 'advisory' });
  // What this node does not see, or is not told by name, confirms nothing.
  expect(heard.take('nc', update!, 1_000, (track) => track === 'aaaaaa')).toBe(null);
  expect(heard.list(16_000)).toHaveLength(1);
  expect(heard.list(16_001)).toEqual([]);
  expect(heard.take('nc', over[0]!, 2_000, () => true)).toEqual({ pair: ['aaaaaa', 'bbbbbb'], level: null });
  expect(heard.list(2_000)).toEqual([]);
});

test('an alert with a field that no table has is not read', () => {
  const [update] = shown('identity', 'identity', { alerts: [alertOf('nc', 'mu')] }).look(1_000);
  expect(isAlertUpdate(update)).toBe(true);
  if (update?.kind !== 'alert') throw new Error('it is over');
  const { view } = update;
  expect(isAlertUpdate({ ...update, view: { ...view, fields: { ...view.fields, cargo: 'secret' } } })).toBe(false);
  expect(isAlertUpdate({ ...update, view: { ...view, ref: '../../x' } })).toBe(false);
});
