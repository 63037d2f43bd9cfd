import { readReport } from '@skyaccord/accord';
import { describe, expect, test } from 'vitest';
import { blankDraft, bodyOf, storeDraft, storedDraft } from './draft.ts';
import { AIR_FIELDS, EVENT_FIELDS, type Field, OTHER_FIELDS, OWN_FIELDS } from './fields.ts';

const NOW_MS = Date.UTC(2030, 9, 16);

describe('a report as it is typed', () => {
  test('says nothing of what is left empty', () => {
    const draft = { ...blankDraft(), what_happened: ' A drone passed. ' };
    expect(bodyOf(draft, 'aviation')).toEqual({ body: { what_happened: 'A drone passed.' } });
  });

  test('names what cannot be read, and goes nowhere', () => {
    const draft = { ...blankDraft(), time: '06:00', latitude: 'north' };
    draft.event.horizontal_m = 'near';
    expect(bodyOf(draft, 'aviation')).toEqual({
      wrong: ['Closest, horizontally', 'What happened', 'Date', 'Latitude'],
    });
  });

  test('is sent in SI units, whatever it was typed in', () => {
    const draft = { ...blankDraft(), what_happened: 'x', time_within_min: '2' };
    draft.own.altitude_m = '1000';
    draft.own.ground_speed_mps = '120';
    draft.event.horizontal_m = '0,5';
    expect(bodyOf(draft, 'aviation')).toMatchObject({
      body: { time_within_s: 120, horizontal_m: 926, own: { altitude_m: 304.8, ground_speed_mps: 61.733333333333334 } },
    });
    expect(bodyOf(draft, 'metric')).toMatchObject({ body: { horizontal_m: 0.5, own: { altitude_m: 1000 } } });
  });

  test('is taken by the node with every field filled in', () => {
    const fill = (fields: readonly Field[]) =>
      Object.fromEntries(
        fields.map((field) => {
          if (field.kind === 'choice') return [field.name, field.choices.at(-1)?.[0] ?? ''];
          return [field.name, field.kind === 'yes_no' ? 'no' : field.kind === 'text' ? 'ABC' : '7'];
        }),
      );
    const draft = {
      ...blankDraft(),
      what_happened: 'x',
      date: '2030-10-15',
      time: '06:00',
      latitude: '45.5',
      longitude: '-7',
      place: 'over the pass',
      event: fill(EVENT_FIELDS),
      air: fill(AIR_FIELDS),
      own: fill(OWN_FIELDS),
      other: fill(OTHER_FIELDS),
    };
    const sent = bodyOf(draft, 'aviation');
    expect('body' in sent).toBe(true);
    const read = readReport('body' in sent ? sent.body : null, NOW_MS);
    expect('wrongs' in read ? read.wrongs : []).toEqual([]);
    expect('report' in read ? read.report.own : null).toMatchObject({
      crewed: false,
      lights: 'partly',
      callsign: 'ABC',
    });
  });

  test('outlives a reload, also one of an older form, and is gone once it is sent', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
    const draft = { ...blankDraft(), what_happened: 'half way' };
    storeDraft(storage, draft);
    expect(storedDraft(storage)).toEqual(draft);
    kept.set('skyaccord-report', '{"what_happened":"older","own":{"callsign":"X"}}');
    expect(storedDraft(storage)).toMatchObject({
      what_happened: 'older',
      own: { callsign: 'X', lights: '' },
      contact: '',
    });
    kept.set('skyaccord-report', 'not JSON');
    expect(storedDraft(storage)).toEqual(blankDraft());
    storeDraft(storage, null);
    expect(kept.size).toBe(0);
  });
});
