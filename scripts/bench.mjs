// `npm run bench [-- name... --option value]`: measures this machine. Names: math, sweep, engine, tracks, replay, crash, live.
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
