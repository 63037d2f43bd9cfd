import fs from 'node:fs';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, request, testNode } from '../../test/node.ts';
import { MOST_OF_NETWORK } from './connections.ts';

test('whoever opens connections without end is held at a bound, and others are served; when they end, so is it', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-connections-'));
  const node = await testNode({ data: path.join(folder, 'data') });
  const sockets: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await node.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  let closed = 0;
  const port = Number(new URL(node.url).port);
  for (let i = 0; i < MOST_OF_NETWORK + 20; i++) {
    const socket = connect({ host: '127.0.0.1', port, localAddress: '127.0.0.2' });
    socket.on('error', () => {});
    socket.on('close', () => closed++);
    sockets.push(socket);
  }
  await eventually(
    async () => closed,
    (count) => count === 20,
  );
  expect((await request(`${node.url}/health`)).status).toBe(200);
  await expect(request(`${node.url}/health`, { localAddress: '127.0.0.2' })).rejects.toThrow();
  for (const socket of sockets) socket.destroy();
  const again = await eventually(
    () => request(`${node.url}/health`, { localAddress: '127.0.0.2' }).catch(() => null),
    (answer) => answer !== null,
  );
  expect(again?.status).toBe(200);
});
