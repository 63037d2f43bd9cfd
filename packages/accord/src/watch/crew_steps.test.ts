import { expect, it } from 'vitest';
import { scene } from '../../test/scenes.ts';
import { ofKind } from '../../test/traffic.ts';
import { replay } from '../replay.ts';
import { Watch } from '../watch.ts';
import { crewSteps } from './crew_steps.ts';

it('gives a warning the calls of its level with phraseology and read-back in each language, and nothing below it', () => {
  const { memorandum, observations } = scene('rule-of-threes', 'threes');
  const outcomes = [...replay(new Watch({ memorandum, advise: [] }), observations)].flatMap((step) => [
    ...step.outcomes,
  ]);
  const alerts = [...ofKind(outcomes, 'alert_raised'), ...ofKind(outcomes, 'alert_updated')].map((one) => one.alert);
  const warning = crewSteps(memorandum, alerts.find(({ level }) => level === 'warning')!);
  const [call] = warning.required[0]!.calls!;
  expect(call!.say).toEqual({
    en: '(callsign) turning (side), heading (heading).',
    fr: '(indicatif), virage (côté), cap (cap).',
  });
  expect([call!.read_back!.fr, call!.within_s, call!.frequency_mhz]).toEqual([
    '(indicatif) vire (côté), reçu.',
    15,
    134.1,
  ]);
  expect(warning.ladders.map(({ rungs }) => rungs.map((rung) => rung.frequency_mhz))).toEqual([[134.1, 121.5]]);
  const advisory = crewSteps(memorandum, alerts.find(({ level }) => level === 'advisory')!);
  expect([advisory.required, advisory.signals]).toEqual([[], []]);
});
