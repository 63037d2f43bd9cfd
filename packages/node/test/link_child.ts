import { startNode } from '../src/main.ts';

/** A linked node to be killed: `node link_child.ts DATA MEMORANDUM LINKS`. Says its URL and link port on stdout. */
const [data, memorandum, link] = process.argv.slice(2) as [string, string, string];
const node = await startNode({
  port: 0,
  people: 'demo',
  data,
  memorandum,
  live: true,
  feeds: [],
  link,
  logLevel: 'error',
});
process.stdout.write(`${JSON.stringify({ url: node.url, link_port: node.link_port })}\n`);
