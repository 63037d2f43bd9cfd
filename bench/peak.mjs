// Loaded into a measured program with --import: leaves its peak memory (resident set, all threads) and its processor
// time (all threads) in PEAK_FILE.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const used = { peak_MB: (maxRSS * 1024) / 1e6, processor_s: (userCPUTime + systemCPUTime) / 1e6 };
  writeFileSync(process.env.PEAK_FILE ?? '', JSON.stringify(used));
});
