import fs from 'node:fs';
import path from 'node:path';

/**
 * The few file operations of the observation log, as a seam: tests put failing disks behind it. All are synchronous,
 * because the journal's thread has nothing else to do meanwhile, and all throw the system's error.
 */
export interface Files {
  /** Names in a folder, in code-unit order. */
  list(folder: string): string[];
  makeFolder(folder: string): void;
  /** Opens for reading and writing; made, or emptied, when `create`. */
  open(file: string, create: boolean): number;
  openRead(file: string): number;
  size(fd: number): number;
  /** Bytes read, fewer than asked only at the end of the file. */
  read(fd: number, into: Uint8Array, position: number): number;
  /** Writes all of it or throws. */
  write(fd: number, bytes: Uint8Array, position: number): void;
  truncate(fd: number, length: number): void;
  /** The data is on the disk when it returns. */
  sync(fd: number): void;
  /** So that a new file's name survives a power cut. */
  syncFolder(folder: string): void;
  close(fd: number): void;
}

/** The real disk. */
export const diskFiles: Files = {
  list: (folder) => fs.readdirSync(folder).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
  makeFolder: (folder) => {
    fs.mkdirSync(folder, { recursive: true });
  },
  open: (file, create) => fs.openSync(file, create ? 'w+' : 'r+'),
  openRead: (file) => fs.openSync(file, 'r'),
  size: (fd) => fs.fstatSync(fd).size,
  read: (fd, into, position) => {
    let done = 0;
    while (done < into.length) {
      const count = fs.readSync(fd, into, done, into.length - done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done;
  },
  write: (fd, bytes, position) => {
    let done = 0;
    while (done < bytes.length) done += fs.writeSync(fd, bytes, done, bytes.length - done, position + done);
  },
  truncate: (fd, length) => fs.ftruncateSync(fd, length),
  sync: (fd) => fs.fdatasyncSync(fd),
  syncFolder: (folder) => {
    // Windows cannot open a folder; its file systems journal names themselves.
    if (process.platform === 'win32') return;
    const fd = fs.openSync(path.resolve(folder), 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  },
  close: (fd) => fs.closeSync(fd),
};
