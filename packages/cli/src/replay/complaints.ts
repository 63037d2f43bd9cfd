import type { readRecording } from '@skyaccord/node';

type Recording = Awaited<ReturnType<typeof readRecording>>;

/** Complaints printed of one recording; the rest is counted. */
const SHOWN = 20;

/** Says on standard error what could not be used of the recordings, by file and place. */
export function sayComplaints({ complaints, files }: Recording): void {
  for (const { path, place, field, value, reason, remedy } of complaints.slice(0, SHOWN)) {
    const where = Object.entries(place).map(([unit, number]) => `${unit} ${number}`);
    const what = field === null ? reason : `${field}${value === null ? '' : ` is ${value}`}: ${reason}`;
    process.stderr.write(`${[path, ...where].join(', ')}: ${what}; ${remedy}\n`);
  }
  const all = files.reduce((sum, file) => sum + file.suppressed, complaints.length);
  if (all > SHOWN) process.stderr.write(`... and ${all - SHOWN} complaints more\n`);
}
