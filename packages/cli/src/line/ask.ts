import { tokenHeaders } from '../token.ts';

/** Where a command asks, and by what token. */
export type At = { readonly node: string; readonly tokenFile?: string };

/** A question to a node that it does not answer as asked, with what to do. */
export class LineProblem extends Error {
  override readonly name = 'LineProblem';
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/**
 * Asks a node under `/api/v1`; with a body it is posted.
 *
 * @throws LineProblem where there is no node, or it refuses
 */
export async function ask<Answer>({ node, tokenFile }: At, path: string, body?: unknown): Promise<Answer> {
  if (!URL.canParse(node)) throw new LineProblem(`--node ${node}: not an address.`, 'Write http://127.0.0.1:8080.');
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...tokenHeaders(tokenFile),
  };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(new URL(`/api/v1/${path}`, node), init).catch(() => {
    throw new LineProblem(`Nothing answers at ${node}.`, 'Start a node with `skyaccord start`.');
  });
  const found = (await answer.json()) as { error?: { message: string; remedy: string } };
  if (found.error !== undefined) throw new LineProblem(found.error.message, found.error.remedy);
  return found as Answer;
}
