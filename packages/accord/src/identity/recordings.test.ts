import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createReader, type Observation } from '@skyaccord/wire';
import { expect, test } from 'vitest';
import { describeRecordings, recording } from '../../../../test/data.ts';
import { memorandumWith, NEAR } from '../../test/traffic.ts';
import type { Identity } from '../outcome.ts';
import { TrackTable } from '../tracks/table.ts';
import { applyObservation } from '../tracks/update.ts';
import { Identifier } from './identify.ts';
import { nNumberOf } from './n_number.ts';

function observationsOf(name: string): Observation[] {
  const reader = createReader('readsb-json-lines', { source: name, name });
  const text = gunzipSync(readFileSync(recording(name))).toString('utf8');
  return [...reader.push(text).observations, ...reader.end().observations];
}

const DAYS = ['adsb-monterey-2025-06-01/tracks.jsonl.gz', 'adsb-watsonville-2025-12-13/tracks.jsonl.gz'];

describeRecordings('two days of recorded traffic', () => {
  test('every N-number that an aircraft sends is the one that its address stands for', () => {
    const sent = new Set<string>();
    const wrong = new Set<string>();
    for (const { address, address_kind, callsign } of DAYS.flatMap(observationsOf)) {
      if (address_kind !== 'icao' || callsign === null || !/^N[1-9]\d*[A-Z]*$/.test(callsign)) continue;
      sent.add(address);
      if (nNumberOf(address) !== callsign) wrong.add(`${address} ${callsign} ${nNumberOf(address)}`);
    }
    expect([...wrong]).toEqual([]);
    expect(sent.size).toBeGreaterThan(300);
  });

  test('an identity changes only when something is learnt: no more often than things are said', () => {
    const identifier = new Identifier(memorandumWith(NEAR));
    for (const day of DAYS) {
      const table = new TrackTable();
      const said = new Map<string, { facts: Set<string>; identities: Set<Identity> }>();
      for (const o of observationsOf(day)) {
        const { slot, words_changed } = applyObservation(table, o, o.time_ms);
        if (slot < 0) continue;
        const words = table.words[slot]!;
        const about = said.get(words.id) ?? { facts: new Set(['heard']), identities: new Set() };
        said.set(words.id, about);
        for (const fact of [words.callsign, words.category]) if (fact !== null) about.facts.add(fact);
        if (words_changed) words.identity = identifier.identify(words);
        about.identities.add(words.identity);
      }
      for (const [id, { facts, identities }] of said) {
        expect(identities.size, `${day} ${id}: ${[...facts].join(' ')}`).toBeLessThanOrEqual(facts.size);
      }
      expect(said.size).toBeGreaterThan(200);
    }
  });
});
