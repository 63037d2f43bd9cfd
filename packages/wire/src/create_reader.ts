import { IgcReader } from './igc/reader.ts';
import { ObservationsReader } from './observations/reader.ts';
import type { Format, Reader } from './reader.ts';
import { ReadsbLinesReader } from './readsb/json_lines.ts';
import { ReadsbSnapshotReader } from './readsb/snapshot.ts';
import { createScenarioReader } from './scenario/reader.ts';
import { TrackTableReader } from './tracktable/reader.ts';

export type ReaderOptions = {
  /** Written into each observation, except where the format itself names sources. */
  source: string;
  /** The file's or feed's own name: the address of the aircraft in a format that gives it none. */
  name: string;
  /** Of the first observation; 0 unless given. A feed that makes a new reader goes on counting with it. */
  sequence?: number;
};

/** A reader of the format that `detectFormat` found. */
export function createReader(format: Format, options: ReaderOptions): Reader {
  switch (format) {
    case 'readsb-aircraft-json':
      return new ReadsbSnapshotReader(options);
    case 'readsb-json-lines':
      return new ReadsbLinesReader(options);
    case 'track-table-json':
      return new TrackTableReader(options);
    case 'igc':
      return new IgcReader(options);
    case 'skyaccord-observations':
      return new ObservationsReader();
    case 'skyaccord-scenario':
      return createScenarioReader();
  }
}
