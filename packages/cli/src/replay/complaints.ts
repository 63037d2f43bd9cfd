import type { readRecording } from '@skyaccord/node/recording';

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
  if (all <= SHOWN) return;
  process.stderr.write(`... and ${all - SHOWN} complaints more\n`);
  for (const [what, count] of mostFrequent(complaints)) process.stderr.write(`${count} times ${what}\n`);
}

/** What was complained about most often, measures in a reason left out; the first five. */
function mostFrequent(complaints: Recording['complaints']): [what: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { field, reason } of complaints) {
    const alike = reason.replace(/\d+(?= (?:ms|bytes|characters|aircraft)\b)/g, '...');
    const what = field === null ? alike : `${field}: ${alike}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 5);
}
