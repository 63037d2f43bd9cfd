// `npm run vectors -- DIR`: runs every reference file in DIR and prints a line for each; exits 1 on any difference.
import { join } from 'node:path';
import { conclude, projectEnvironment, projectNode, ROOT, run } from './house.mjs';
import { install } from './install.mjs';

await conclude(async () => {
  await install();
  const main = join(ROOT, 'scripts', 'vectors', 'main.ts');
  const { code } = await run(projectNode(), [main, ...process.argv.slice(2)], {
    env: projectEnvironment(),
    forward: true,
  });
  return code;
});
