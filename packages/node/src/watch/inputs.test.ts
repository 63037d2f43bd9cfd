import { expect, test } from 'vitest';
import { OwnFeed } from '../../test/own_feed.ts';
import type { Chunk } from '../feeds/feed.ts';
import { countObservations, decodeInputs, encodeHeard } from './inputs.ts';

test('advice that came over a link lies in the log beside observations, and is told from them', async () => {
  const feed = new OwnFeed([{ address: 'e0a001', callsign: 'NORD1', party: 'nc', east_m: 0, east_mps: 200 }]);
  const { lines } = await new Promise<Chunk>((resolve) => feed.start({ chunk: resolve, status: () => {} }));
  await feed.stop();
  const turn = { kind: 'turn', by_deg: 30, to_track_deg: 120 } as const;
  const advice = { for: 'e0b002', manoeuvres: [turn] };
  for (const payload of [Buffer.concat([lines, encodeHeard(advice)]), Buffer.concat([encodeHeard(advice), lines])]) {
    const { observations, heard, logged } = decodeInputs(payload);
    expect(heard).toEqual([advice]);
    expect(logged).toEqual([]);
    expect(observations.map(({ address }) => address)).toEqual(['e0a001']);
    expect(countObservations(payload)).toBe(1);
  }
});
