import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { request, testNode } from '../test/node.ts';
import { peopleIn, sessionFor, somebody } from '../test/people.ts';
import { checkPair, ownCertificate } from './http/certificate.ts';
import type { RunningNode } from './main.ts';

let folder: string;
let data: string;
let node: RunningNode;
let secret: string;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skyaccord-tls-'));
  data = path.join(folder, 'data');
  const people = peopleIn(data);
  secret = sessionFor(people, somebody(people, 'ada', ['administrator', 'observer']));
  people.close();
  node = await testNode({ data, people: 'sign_in', live: true, host: '0.0.0.0', hostnames: ['sky.example'] });
});
afterAll(async () => {
  await node.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

type Reply = { status: number; cookie: string; body: string; fingerprint: string };
function ask(headers: Record<string, string>, pinned: string | null = null, body?: string): Promise<Reply> {
  const { port } = new URL(node.url);
  const ca = JSON.parse(fs.readFileSync(path.join(data, 'tls', 'certificate.json'), 'utf8')) as { cert: string };
  return new Promise((resolve, reject) => {
    const sent = https.request(
      {
        host: '127.0.0.1',
        port,
        path: '/api/v1/session',
        method: body === undefined ? 'GET' : 'POST',
        headers,
        ca: pinned ?? ca.cert,
        servername: 'sky.example',
        agent: false,
      },
      (response) => {
        const fingerprint = (response.socket as import('node:tls').TLSSocket).getPeerX509Certificate()?.fingerprint256;
        let text = '';
        response.on('data', (piece) => {
          text += String(piece);
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            cookie: response.headers['set-cookie']?.[0] ?? '',
            body: text,
            fingerprint: fingerprint ?? '',
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('a node that leaves loopback', () => {
  test('does so over TLS alone, with the certificate whose fingerprint it tells', async () => {
    const { port } = new URL(node.url);
    expect(node.url).toBe(`https://sky.example:${port}`);
    const reply = await ask({ host: `sky.example:${port}` });
    expect([reply.status, reply.fingerprint]).toEqual([200, node.tls_fingerprint]);
    await expect(request(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
    const other = ownCertificate(path.join(folder, 'other'), ['sky.example']);
    await expect(ask({ host: `sky.example:${port}` }, other.cert)).rejects.toThrow(/self-signed/);
  });

  test('answers to the names that it was given, and to no other', async () => {
    const { port } = new URL(node.url);
    for (const host of [`sky.example:${port}`, `localhost:${port}`, `127.0.0.1:${port}`]) {
      expect([host, (await ask({ host, origin: `https://${host}` })).status]).toEqual([host, 200]);
    }
    for (const host of [`rebound.example:${port}`, `0.0.0.0:${port}`, 'sky.example', `sky.example:1`]) {
      expect([host, (await ask({ host })).status]).toEqual([host, 403]);
    }
    // The same name without TLS is another origin.
    const plain = await ask({ host: `sky.example:${port}`, origin: `http://sky.example:${port}` });
    expect([plain.status, plain.body]).toEqual([403, expect.stringContaining('origin_refused')]);
  });

  test('its cookies are of this host alone and never go out in the clear', async () => {
    const { port } = new URL(node.url);
    const host = `sky.example:${port}`;
    const own = await ask({ host, cookie: `__Host-skyaccord_${port}=${secret}` });
    expect(own.body).toContain('Name of ada');
    const unsure = await ask({ host, cookie: `skyaccord_${port}=${secret}` });
    expect(unsure.body).toContain('"person":null');
  });
});

test('a certificate and a key that do not belong together are refused', () => {
  const one = ownCertificate(path.join(folder, 'one'), ['a.example']);
  const two = ownCertificate(path.join(folder, 'two'), ['b.example', '192.0.2.7']);
  expect(checkPair(one)).toBe(one);
  expect(() => checkPair({ cert: one.cert, key: two.key })).toThrow('The key is of another certificate');
  expect(() => checkPair({ cert: 'none', key: two.key })).toThrow('It is not PEM');
  expect(new X509Certificate(two.cert).subjectAltName).toContain('192.0.2.7');
  expect(ownCertificate(path.join(folder, 'one'), ['a.example']).cert).toBe(one.cert);
  expect(ownCertificate(path.join(folder, 'one'), ['c.example']).cert).not.toBe(one.cert);
});

test.each([
  [{ host: '0.0.0.0' }, /only a live node, where people sign in/],
  [{ host: '0.0.0.0', live: true, people: 'demo' }, /only a live node, where people sign in/],
  [{ host: 'sky.example', live: true }, /address of this machine/],
  [{ live: true, tlsCert: 'a.pem' }, /go together/],
  [{ live: true, hostnames: ['sky.example:8080'] }, /without a port/],
  [{ live: true, party: 'nobody' }, /the memorandum has/],
] as const)('%j is refused', async (options, reason) => {
  await expect(testNode({ data: path.join(folder, 'none'), people: undefined as never, ...options })).rejects.toThrow(
    reason,
  );
});
