import { describe, expect, it } from 'vitest';
import { observation, START_MS } from '../../test/traffic.ts';
import type { Identity } from '../outcome.ts';
import { TrackTable } from './table.ts';
import { applyObservation } from './update.ts';

const identity = (callsign: string): Identity => ({
  callsign,
  registration: null,
  category: 'A3',
  technology: 'adsb',
  party: null,
  confidence: 'none',
  contested: false,
  crew: 'unknown',
  evidence: [{ for: 'crew', by: 'none', says: 'unknown, treated as crewed', confidence: 'low' }],
});

function tableOf(...addresses: string[]): TrackTable {
  const table = new TrackTable();
  for (const address of addresses) {
    const { slot } = applyObservation(table, observation({ address, source: 'mast', party: 'mu' }), START_MS);
    table.words[slot]!.identity = identity(address);
  }
  return table;
}

describe('a table that is saved and restored', () => {
  it('holds what many tracks have alike once', () => {
    const saved = JSON.parse(JSON.stringify(tableOf('d1a001', 'd1a002').save()));
    const { words } = TrackTable.restore(saved);
    const [one, two] = [words[0]!, words[1]!];
    expect([one.identity.callsign, two.identity.callsign]).toEqual(['d1a001', 'd1a002']);
    expect(one.identity.evidence).toEqual(identity('').evidence);
    expect(two.identity.evidence[0]).toBe(one.identity.evidence[0]);
    expect(one.sources).toEqual(['mast']);
    expect(two.sources).toBe(one.sources);
    expect(one.vouched).toEqual(['mu']);
    expect(two.vouched).toBe(one.vouched);
  });

  it('goes on without touching what it was restored from', () => {
    const saved = JSON.parse(JSON.stringify(tableOf('d1a001').save()));
    const before = JSON.stringify(saved);
    const table = TrackTable.restore(saved);
    const later = { address: 'd1a001', source: 'other', callsign: 'NEW1', party: 'nc', time_ms: START_MS + 1000 };
    applyObservation(table, observation({ ...later, longitude_deg: -4.99745 }), START_MS + 1000);
    expect(table.words[0]).toMatchObject({ callsign: 'NEW1', sources: ['mast', 'other'], vouched: ['mu', 'nc'] });
    expect(JSON.stringify(saved)).toBe(before);
  });

  it('gives a slot to the next track with nothing left of the one before', () => {
    const table = tableOf('d1a001');
    table.close(0);
    const { slot } = applyObservation(table, observation({ address: 'd1a009' }), START_MS + 5000);
    expect(slot).toBe(0);
    expect([table.reports.count(0), table.trail.count(0), table.reports_seen[0], table.level[0]]).toEqual([1, 1, 1, 1]);
    expect(table.nis[0]).toBe(1);
    expect(table.scatter_by[0]).toBeNaN();
  });
});
