// Loaded into a measured program with --import: leaves its peak memory (resident set, all threads) in PEAK_FILE.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  writeFileSync(process.env.PEAK_FILE ?? '', String(maxRSS * 1024));
});
