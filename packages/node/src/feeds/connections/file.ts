import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { FeedConfig } from '../config.ts';
import { type Connection, type ConnectionEvents, describeFailure } from './connection.ts';

const LOOK_MS = 200;
const PIECE_BYTES = 256 * 1024;
/** What had been written before is read for what it says of the rest: its beginning, and its end up to this. */
const HISTORY_BYTES = 4 * 1024 * 1024;
const LF = 10;

/**
 * A file that another program writes to. What stood in it before is read, so that a date or a header is known, but is
 * not passed on; what is appended is. A file that was cut or replaced is begun anew.
 */
export function watchFile({ address }: FeedConfig, events: ConnectionEvents): Connection {
  const path = address as string;
  let closed = false;
  let paused = false;
  const watch = async (): Promise<void> => {
    // Without waiting: a pipe of that name would hold the thread until somebody writes to it.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { ino, size, isFile } = await facts(file);
      if (!isFile) throw new Error(`${path} is no file`);
      const buffer = new Uint8Array(PIECE_BYTES);
      let offset = await readHistory(file, size, buffer, (bytes) => closed || events.history(bytes));
      if (closed) return;
      events.opened();
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        if (closed) return;
        const now = await stat(path);
        if (now.ino !== ino) throw new Error(`${path} was replaced by another file`);
        if (now.size < offset) throw new Error(`${path} was cut short`);
        while (!closed && !paused) {
          const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
          if (bytesRead === 0) break;
          offset += bytesRead;
          if (!closed) events.bytes(buffer.subarray(0, bytesRead));
        }
      }
    } finally {
      await file.close();
    }
  };
  watch().catch((error: unknown) => closed || events.closed(describeFailure(error)));
  return {
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
    close: () => {
      closed = true;
    },
  };
}

async function facts(file: FileHandle): Promise<{ ino: number; size: number; isFile: boolean }> {
  const found = await file.stat();
  return { ino: found.ino, size: found.size, isFile: found.isFile() };
}

/** The beginning and the last part, joined at a line's end; answers up to where was read. */
async function readHistory(
  file: FileHandle,
  size: number,
  buffer: Uint8Array,
  use: (bytes: Uint8Array) => void,
): Promise<number> {
  let offset = 0;
  while (offset < size) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - offset), offset);
    if (bytesRead === 0) return offset;
    let from = 0;
    // After a leap, up to the end of the line that it led into.
    if (offset > 0 && offset === leapTo(size)) from = buffer.subarray(0, bytesRead).indexOf(LF) + 1;
    const leaps = offset === 0 && size > HISTORY_BYTES + PIECE_BYTES;
    const until = leaps ? buffer.subarray(0, bytesRead).lastIndexOf(LF) + 1 : bytesRead;
    use(buffer.subarray(from, until));
    offset = leaps ? leapTo(size) : offset + bytesRead;
  }
  return offset;
}

function leapTo(size: number): number {
  return size - HISTORY_BYTES;
}
