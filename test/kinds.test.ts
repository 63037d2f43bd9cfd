import { type Alert, parseMemorandum, replay, Watch } from '@skyaccord/accord';
import { readRecording } from '@skyaccord/node';
import { expect, it } from 'vitest';
import { describeRecordings, recording } from './data.ts';
import { read } from './tree.ts';

/** What was told of a pair of a gliding day: each alert as told, until it was told otherwise or cleared. */
async function toldOf(name: string, a: string, b: string): Promise<{ alert: Alert; until_ms: number }[]> {
  const { observations } = await readRecording([a, b].map((id) => recording(`${name}/igc/${id}.igc.gz`)));
  const { memorandum } = parseMemorandum(read('examples/memoranda/gliding-day.yaml'));
  const told: { alert: Alert; until_ms: number }[] = [];
  for (const { outcomes } of replay(new Watch({ memorandum, advise: [] }), observations)) {
    for (const outcome of outcomes) {
      const open = told.at(-1);
      if (outcome.kind.startsWith('alert_') && open?.until_ms === Infinity) open.until_ms = outcome.time_ms;
      if (outcome.kind !== 'alert_raised' && outcome.kind !== 'alert_updated') continue;
      told.push({ alert: outcome.alert, until_ms: Infinity });
    }
  }
  return told;
}

const DAY = 'gliders-leverkusen-2017-07-15';

describeRecordings('gliders near each other', () => {
  it('in one thermal, who cut across at 43 m/s and miss by 7 m, are warned of before', async () => {
    const closest_ms = Date.parse('2017-07-15T14:14:01Z');
    const told = await toldOf(DAY, 'E1', 'IGP');
    const standing = told.filter(({ alert, until_ms }) => alert.time_ms <= closest_ms - 1000 && until_ms > closest_ms);
    expect(standing.map(({ alert }) => [alert.kind, alert.level])).toEqual([['thermal', 'breach']]);
    const minute = told.filter(({ alert }) => closest_ms - alert.time_ms <= 60_000 && alert.time_ms < closest_ms);
    expect(minute.filter(({ alert }) => alert.level !== 'advisory').length).toBeGreaterThan(5);
  });

  it('who glide side by side, 24 m apart at 1.3 m/s, are not', async () => {
    const closest_ms = Date.parse('2017-07-15T12:13:32Z');
    const told = await toldOf(DAY, '999', 'MS');
    const near = told.filter(
      ({ alert, until_ms }) => alert.time_ms <= closest_ms + 30_000 && until_ms >= closest_ms - 60_000,
    );
    expect(near).toEqual([]);
  });
});
