// `npm run fuzz [-- --reader NAME --inputs N --seed N]`: gives damaged inputs to every reader; `--help` says more.
import { join } from 'node:path';
import { conclude, projectEnvironment, projectNode, ROOT, run } from './house.mjs';
import { install } from './install.mjs';

await conclude(async () => {
  await install();
  const main = join(ROOT, 'packages', 'wire', 'test', 'fuzz', 'main.ts');
  const { code } = await run(projectNode(), [main, ...process.argv.slice(2)], {
    env: projectEnvironment(),
    forward: true,
  });
  return code;
});
