import { describe, expect, it } from 'vitest';
import { onlyComplaint, readText } from '../../test/read.ts';
import { SAMPLES } from '../../test/samples.ts';
import { ReadsbSnapshotReader } from './snapshot.ts';

const sample = SAMPLES.find(({ format }) => format === 'readsb-aircraft-json')?.text ?? '';
const reader = () => new ReadsbSnapshotReader({ source: 'north' });
const aircraft = (hex: string) => `{"hex":"${hex}","lat":45,"lon":-5}`;

describe('ReadsbSnapshotReader', () => {
  it('reads aircraft with a position, each at its own time, and the snapshot as a heartbeat', () => {
    const { observations, complaints, heartbeats_ms } = readText(reader(), sample);
    expect(complaints).toEqual([]);
    expect(heartbeats_ms).toEqual([1_750_000_000_500]);
    expect(observations.map(({ address, sequence, time_ms }) => [address, sequence, time_ms])).toEqual([
      ['3c0001', 0, 1_750_000_000_100],
      ['~2b0003', 1, 1_749_999_998_250],
      ['3c0004', 2, 1_749_999_999_500],
    ]);
    expect(observations[2]).toMatchObject({ on_ground: true, technology: 'mlat' });
  });

  it("takes aggregators' form: `ac`, with the time in milliseconds after the list", () => {
    const text = `{"ac":[${aircraft('3c0001')}],"msg":"No error","now":1750000000123,"total":1}`;
    const { observations, complaints } = readText(reader(), text);
    expect(complaints).toEqual([]);
    expect(observations.map(({ time_ms }) => time_ms)).toEqual([1_750_000_000_123]);
  });

  it('goes on counting over the snapshots of one feed', () => {
    const feed = new ReadsbSnapshotReader({ source: 'north', sequence: 40 });
    const text = (now: number) => `{"now":${now},"aircraft":[${aircraft('3c0001')},${aircraft('3c0002')}]}`;
    const first = readText(feed, text(1_750_000_000));
    const second = readText(feed, text(1_750_000_001));
    expect([...first.observations, ...second.observations].map(({ sequence }) => sequence)).toEqual([40, 41, 42, 43]);
    const backwards = readText(feed, text(1_749_999_999));
    expect(backwards.observations).toHaveLength(2);
    expect(onlyComplaint(backwards)).toMatchObject({
      field: 'now',
      reason: expect.stringContaining('2000 ms earlier'),
    });
  });

  it('uses the whole aircraft of half a snapshot, and is ready for the next', () => {
    const feed = reader();
    const half = readText(feed, `{"now":1750000000,"aircraft":[${aircraft('3c0001')},{"hex":"3c0002","la`);
    expect(half.observations.map(({ address }) => address)).toEqual(['3c0001']);
    expect(onlyComplaint(half).place).toMatchObject({ record: 1 });
    const next = readText(feed, `{"now":1750000001,"aircraft":[${aircraft('3c0002')}]}`);
    expect(next.complaints).toEqual([]);
    expect(next.observations).toHaveLength(1);
  });

  it('leaves out a snapshot without a time, and does not lend it the time of the one before', () => {
    const feed = reader();
    readText(feed, `{"now":1750000000,"aircraft":[]}`);
    for (const now of ['', '"now":"noon",', '"now":-5,', '"now":null,']) {
      const reading = readText(feed, `{${now}"aircraft":[${aircraft('3c0001')}]}`);
      expect(reading.observations).toEqual([]);
      expect(reading.complaints.at(-1)).toMatchObject({ field: 'now' });
    }
  });

  it('dates a live snapshot that has only ages by when it was received', () => {
    const live = reader();
    const aged = '{"hex":"3c0001","lat":45,"lon":-5,"seen_pos":1.5}';
    const reading = live.push(`{"aircraft":[${aged},${aircraft('3c0002')}]}`, 1_750_000_010_000);
    expect(reading.observations.map(({ address, time_ms }) => [address, time_ms])).toEqual([
      ['3c0001', 1_750_000_008_500],
    ]);
    expect(onlyComplaint(reading)).toMatchObject({ field: 'seen_pos', place: { record: 1 } });
    // A time that is wrong is not a time that is missing.
    expect(live.push(`{"now":"noon","aircraft":[${aged}]}`, 1_750_000_011_000).observations).toEqual([]);
    expect(readText(reader(), `{"aircraft":[${aged}]}`).observations).toEqual([]);
  });

  it('leaves out what is no aircraft', () => {
    const reading = readText(reader(), `{"now":1750000000,"aircraft":[7,null,[1],${aircraft('3c0001')}]}`);
    expect(reading.observations).toHaveLength(1);
    expect(reading.complaints.map(({ place }) => place)).toEqual([{ record: 0 }, { record: 1 }, { record: 2 }]);
  });
});
