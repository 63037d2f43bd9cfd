import http from 'node:http';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type NodeOptions, type RunningNode, startNode } from '../src/main.ts';

/**
 * A node for a test: any port, nothing on stderr, no signal handlers, one identity that may do all; `data` is the
 * test's to name.
 */
export async function testNode(options: NodeOptions & { data: string }): Promise<RunningNode> {
  const node = await startNode({ port: 0, logLevel: 'silent', signals: false, people: 'demo', ...options });
  return node;
}

export type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string };

/** A request with any header that one likes, Host and Origin among them. */
export function request(
  url: string,
  options: { method?: string; headers?: http.OutgoingHttpHeaders; body?: string; localAddress?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body, ...rest } = options;
    const sent = http.request(url, { ...rest, method, headers: { connection: 'close', ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export async function json<T>(url: string, headers: http.OutgoingHttpHeaders = {}): Promise<T> {
  const { status, body } = await request(url, { headers });
  if (status !== 200) throw new Error(`${url} answers ${status}: ${body}`);
  return JSON.parse(body) as T;
}

/** Asks again until the answer is as wanted. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  timeout_ms = 90_000,
): Promise<T> {
  const until = performance.now() + timeout_ms;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (performance.now() > until) throw new Error(`not within ${timeout_ms} ms; last: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export type Message = { type: string; [name: string]: unknown };

/** A reader of a node's stream that keeps what it is given. */
export async function reader(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/stream`, { headers });
  const messages: Message[] = [];
  let closed: { code: number; reason: string } | null = null;
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Message));
  socket.on('close', (code, reason) => {
    closed = { code, reason: String(reason) };
  });
  onTestFinished(() => socket.terminate());
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return {
    socket,
    messages,
    closed: () => closed,
    /** The first message that fits, there or still to come. */
    find: (wanted: (message: Message) => boolean, timeout_ms = 60_000) =>
      eventually(
        async () => messages.find(wanted),
        (message) => message !== undefined,
        timeout_ms,
      ) as Promise<Message>,
  };
}
