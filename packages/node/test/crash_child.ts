import { startNode } from '../src/main.ts';
import { TestFeed } from './live_feed.ts';

/** A node to be killed: `node crash_child.ts DATA scenario|live`. Says its URL on stdout. */
const [data, mode] = process.argv.slice(2) as [string, 'scenario' | 'live'];
const source = mode === 'live' ? { feeds: [new TestFeed(60)] } : { speed: 20 };
const node = await startNode({ port: 0, people: 'demo', data, logLevel: 'error', ...source });
process.stdout.write(`${node.url}\n`);
