// `npm start`: from a fresh clone to a running node. Arguments go to `skyaccord start`: npm start -- --port 9000
import { join } from 'node:path';
import { buildDisplay } from './build.mjs';
import { conclude, projectEnvironment, projectNode, ROOT, run } from './house.mjs';
import { install } from './install.mjs';

await conclude(async () => {
  await install();
  await buildDisplay();
  const command = join(ROOT, 'packages', 'cli', 'src', 'main.ts');
  const { code } = await run(projectNode(), [command, 'start', ...process.argv.slice(2)], {
    // Where the person stands, so that relative paths among the arguments mean what they say.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: projectEnvironment(),
    forward: true,
  });
  return code;
});
