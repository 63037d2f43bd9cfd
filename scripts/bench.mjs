// `npm run bench [-- name... --option value]`: measures this machine. Without a name it measures all; a wrong one is
// answered with the list.
import { join } from 'node:path';
import { conclude, projectEnvironment, projectNode, ROOT, run } from './house.mjs';
import { install } from './install.mjs';

await conclude(async () => {
  await install();
  const { code } = await run(projectNode(), [join(ROOT, 'bench', 'main.ts'), ...process.argv.slice(2)], {
    env: projectEnvironment(),
    forward: true,
  });
  return code;
});
