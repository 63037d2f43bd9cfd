import { build } from 'vite';

/** One script that holds a module and all it imports, its exports under one global name. Nothing is written to disk. */
export async function bundle(entry: string, name: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2024',
      lib: { entry, name, formats: ['iife'] },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('vite built nothing');
  const [chunk, ...others] = output.output;
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error('expected one script and nothing else');
  return chunk.code;
}
