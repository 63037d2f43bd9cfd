import { diskFiles, type Files } from '../src/journal/files.ts';

/**
 * The real disk until told to fail: then, after some more operations that need space, every one of them fails as a full
 * disk does, a write leaving half of its bytes behind.
 */
export function failingFiles(): { files: Files; failAfter(operations: number): void; works(): void } {
  let left = Number.POSITIVE_INFINITY;
  const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const spend = (): boolean => --left < 0;
  const files: Files = {
    ...diskFiles,
    open: (file, create) => {
      if (create && spend()) throw full();
      return diskFiles.open(file, create);
    },
    write: (fd, bytes, position) => {
      if (spend()) {
        diskFiles.write(fd, bytes.subarray(0, bytes.length >> 1), position);
        throw full();
      }
      diskFiles.write(fd, bytes, position);
    },
    sync: (fd) => {
      if (spend()) throw full();
      diskFiles.sync(fd);
    },
  };
  return {
    files,
    failAfter: (operations) => {
      left = operations;
    },
    works: () => {
      left = Number.POSITIVE_INFINITY;
    },
  };
}
