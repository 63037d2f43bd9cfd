import { tokenHeaders } from '../token.ts';
import { FileProblems, missionsIn } from './read.ts';

type Answer = { mission?: { id: string }; state?: string; error?: { code: string; message: string; remedy: string } };

/** Files each mission of a file at a node, in their order; the exit code is 1 when the node refused one. */
export async function fileMissions(
  file: string,
  { node, json, tokenFile }: { node: string; json: boolean; tokenFile?: string },
): Promise<void> {
  const token = tokenHeaders(tokenFile);
  const url = URL.canParse(node) ? new URL('/api/v1/missions', node) : null;
  if (url === null) throw new FileProblems('--node', [`${node}: not an address; write http://127.0.0.1:8080`]);
  const filed: { place: string; status: number; answer: Answer }[] = [];
  for (const { place, data } of await missionsIn(file)) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...token },
      body: JSON.stringify({ mission: data }),
    }).catch(() => {
      throw new FileProblems('--node', [`nothing answers at ${url.origin}; start a node with \`skyaccord start\``]);
    });
    filed.push({ place, status: answer.status, answer: (await answer.json()) as Answer });
  }
  if (json) process.stdout.write(`${JSON.stringify({ filed })}\n`);
  else for (const one of filed) process.stdout.write(`${words(one)}\n`);
  if (filed.some(({ status }) => status !== 201)) process.exitCode = 1;
}

function words({ place, answer }: { place: string; answer: Answer }): string {
  const { mission, state, error } = answer;
  if (error !== undefined) return `${place}: refused, ${error.code}: ${error.message} ${error.remedy}`;
  return `${mission?.id ?? place}: ${state ?? 'unknown'}`;
}
