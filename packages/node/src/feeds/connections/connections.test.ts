import fs from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import type { Observation } from '@skyaccord/wire';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { dataDirectories } from '../../../test/data_directory.ts';
import { linePort } from '../../../test/line_port.ts';
import { decodeInputs } from '../../watch/inputs.ts';
import { completeFeed, type FeedInput } from '../config.ts';
import type { FeedHealth } from '../feed.ts';
import { FeedSession } from '../session.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { connectTo } from './connect.ts';

const newFolder = dataDirectories();
const until = (check: () => unknown) =>
  vi.waitFor(() => expect(check()).toBeTruthy(), { timeout: 30_000, interval: 5 });

/** Time as it is, but a wait is a twentieth: what is polled each second is polled every 50 ms. */
const hasty: Timers = { ...systemTimers, after: (ms, call) => systemTimers.after(ms / 20, call) };

/** A feed over a real connection. */
function feed(input: Omit<FeedInput, 'name'>, timers: Timers = hasty) {
  const observations: Observation[] = [];
  const statuses: FeedHealth[] = [];
  const session = new FeedSession(
    completeFeed({ name: 'test', silence_s: 60, ...input }, ['nc']),
    {
      chunk: ({ lines }) => {
        observations.push(...decodeInputs(lines).observations);
        return true;
      },
      status: (status) => statuses.push(status),
    },
    connectTo(() => {}),
    timers,
  );
  session.start();
  onTestFinished(() => session.stop());
  return { session, observations, statuses, last: () => statuses.at(-1)!, said: () => statuses.at(-1)?.last_complaint };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A receiver that answers as a test tells it, and a feed that polls it quickly. */
async function receiver(answer: Answer, input: Partial<FeedInput> = {}) {
  let current = answer;
  const server = createServer((request, response) => current(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data/aircraft.json`;
  const polled = feed({ connection: 'http', address: url, ...input });
  return {
    ...polled,
    url,
    answers: (next: Answer) => {
      current = next;
    },
  };
}

const aircraft = (hex: string, lat: number, seen_pos = 0.2) => ({
  hex,
  type: 'adsb_icao',
  flight: 'NORD11  ',
  lat,
  lon: 5,
  alt_baro: 30_000,
  gs: 450,
  track: 90,
  seen_pos,
  seen: seen_pos,
});
const snapshot = (now: number, ...list: unknown[]): Answer => {
  return (_request, response) => response.end(JSON.stringify({ now, messages: 1, aircraft: list }));
};
const NOW_S = 1_750_000_000;

describe('a receiver that is polled', () => {
  test('passes on what has changed, and not what a snapshot repeats', async () => {
    const { observations, last, answers } = await receiver(snapshot(NOW_S, aircraft('4b1a2c', 47)));
    await until(() => last().state === 'live' && observations.length === 1);
    answers(snapshot(NOW_S + 1, aircraft('4b1a2c', 47, 1.2), aircraft('4b1a2d', 46)));
    await until(() => observations.length === 2);
    answers(snapshot(NOW_S + 2, aircraft('4b1a2c', 47.002), aircraft('4b1a2d', 46, 1.2)));
    await until(() => observations.length === 3);
    expect(observations.map(({ address, latitude_deg, sequence }) => [address, latitude_deg, sequence])).toEqual([
      ['4b1a2c', 47, 0],
      ['4b1a2d', 46, 1],
      ['4b1a2c', 47.002, 2],
    ]);
    expect(observations[0]).toMatchObject({ source: 'test', time_ms: NOW_S * 1000 - 200, callsign: 'NORD11' });
    await until(() => last().observations === 3);
    expect(last()).toMatchObject({ complaints: 0, format: 'readsb-aircraft-json' });
  });

  test('a snapshot that no longer changes is stale, however promptly it is served', async () => {
    const polled = await receiver(snapshot(NOW_S, aircraft('4b1a2c', 47)), { silence_s: 1 });
    await until(() => polled.last().state === 'live');
    await until(() => polled.last().state === 'stale');
    polled.answers(snapshot(NOW_S + 6, aircraft('4b1a2c', 47.1)));
    await until(() => polled.last().state === 'live');
  });

  test('a clock that goes backwards, half an answer and a page of HTML are complained about; it goes on', async () => {
    const { said, answers, observations, last } = await receiver(snapshot(NOW_S, aircraft('4b1a2c', 47)));
    await until(() => last().state === 'live');
    answers(snapshot(NOW_S - 60, aircraft('4b1a2c', 47.1)));
    await until(() => /^now /.test(said() ?? ''));
    answers((_request, response) => response.end('{"now": 1750000000, "airc'));
    await until(() => !/^now /.test(said() ?? ''));
    const before = last().complaints;
    answers((_request, response) => response.end('<html>login</html>'));
    await until(() => last().complaints > before + 1);
    answers(snapshot(NOW_S + 9, aircraft('4b1a2c', 48)));
    await until(() => observations.at(-1)?.latitude_deg === 48);
  });

  test('an answer beyond the bound is given up', async () => {
    const big = 'a'.repeat(1024 * 1024);
    const { said } = await receiver((_request, response) => {
      response.write('{"now":1,"x":"');
      for (let k = 0; k < 33; k++) response.write(big);
      response.end('"}');
    });
    await until(() => said()?.includes('larger than 33554432 bytes'));
  });

  test('a redirect is followed a few times, but to nothing other than http and https', async () => {
    const { said, answers, observations, url } = await receiver((request, response) => {
      if (request.url?.endsWith('there')) snapshot(NOW_S, aircraft('4b1a2c', 47))(request, response);
      else response.writeHead(302, { location: '/there' }).end();
    });
    await until(() => observations.length === 1);
    answers((_request, response) => response.writeHead(302, { location: 'file:///etc/hostname' }).end());
    await until(() => said()?.includes('redirects to file://, which is not followed'));
    answers((_request, response) => response.writeHead(302, { location: url.replace('//', '//a:b@') }).end());
    await until(() => said()?.includes('redirects to http://, which is not followed'));
    answers((_request, response) => response.writeHead(302, { location: url }).end());
    await until(() => said()?.includes('redirects more than 3 times'));
  });

  test('an authenticated feed is not followed to another place', async () => {
    const authenticated = { trust: 'authenticated', party: 'nc' } as const;
    const { said } = await receiver(
      (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      authenticated,
    );
    await until(() => said()?.includes('an authenticated feed is not followed to another place'));
  });

  test('an answer that drips is given up after 5 s', async () => {
    const { said } = await receiver((_request, response) => {
      response.write('{"now": 1750000000, "aircraft": [');
      const drip = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(drip));
    });
    await until(() => said()?.startsWith('no whole answer within 5 s'));
  });

  test('stops while it waits for an answer', async () => {
    const { session, last } = await receiver(() => {});
    await new Promise((resolve) => setTimeout(resolve, 30));
    session.stop();
    expect(last().state).toBe('stopped');
  });
});

const day = () => new Date().toISOString().slice(0, 10).replaceAll('-', '/');
const clock = () => new Date().toISOString().slice(11, 23);
const sbs = (hex: string, lat: number) =>
  `MSG,3,1,1,${hex},1,${day()},${clock()},${day()},${clock()},,30000,,,${lat},5.0,,,0,0,0,0\r\n`;

describe('a line port', () => {
  test('of BaseStation lines is read, connected again when it drops, and numbered on', async () => {
    let connections = 0;
    const address = await linePort((socket) => {
      connections++;
      socket.write(sbs('4B1A2C', 47 + connections / 100));
      socket.write('MSG,3,1,1,4B1A');
      if (connections < 3) setTimeout(() => socket.destroy(), 20);
    });
    const { observations, last } = feed({ connection: 'tcp', address });
    await until(() => observations.length === 3);
    expect(observations.map(({ sequence, address: hex }) => [sequence, hex])).toEqual([
      [0, '4b1a2c'],
      [1, '4b1a2c'],
      [2, '4b1a2c'],
    ]);
    // It is live from the moment the port answers, which may be told before the line is read.
    await until(() => last().state === 'live' && last().observations === 3);
    expect(last().format).toBe('basestation');
    expect(
      last()
        .samples.map(({ text }) => text)
        .join(),
    ).toContain('the other side closed the connection');
  });

  test('that nobody listens on is told of, and found when it is there', async () => {
    const server = net.createServer((socket) => void socket.write(sbs('4B1A2C', 47)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { last, said, observations } = feed({ connection: 'tcp', address: `tcp://127.0.0.1:${port}` });
    await until(() => last().state === 'backing_off' && said()?.includes('ECONNREFUSED'));
    server.listen(port, '127.0.0.1');
    onTestFinished(() => void server.close());
    await until(() => observations.length > 0);
  });

  test('that floods has to wait: what is read stays within the bound', async () => {
    let sent = 0;
    const piece = 'x'.repeat(64 * 1024 - 1).concat('\n');
    const address = await linePort((socket) => {
      const more = (): void => {
        while (!socket.destroyed && socket.write(piece)) sent += piece.length;
        sent += piece.length;
      };
      socket.on('drain', more);
      more();
    });
    const begun_ms = performance.now();
    const { last, session } = feed({ connection: 'tcp', address, format: 'readsb-json-lines' }, systemTimers);
    await until(() => last().problems.some(({ problem }) => problem === 'flood'));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    session.stop();
    const seconds = (performance.now() - begun_ms) / 1000;
    expect(sent).toBeGreaterThan(10 * 1024 * 1024);
    // The bound, the first burst, and what lies in the system's own buffers.
    expect(sent).toBeLessThan((seconds + 1) * 8 * 1024 * 1024 + 16 * 1024 * 1024);
  });
});

describe('a server of the Open Glider Network', () => {
  test('is asked to be listened to, with the filter; its own time gives the day', async () => {
    let login = '';
    const address = await linePort((socket) => {
      socket.on('data', (bytes) => {
        login += String(bytes);
      });
      const now = new Date();
      const month = now.toLocaleString('en', { month: 'short', timeZone: 'UTC' });
      const date = `${now.getUTCDate()} ${month} ${now.getUTCFullYear()}`;
      const time = now.toISOString().slice(11, 19);
      socket.write(`# aprsc 2.1.15-gc67551b ${date} ${time} GMT GLIDERN1 51.178.19.212:10152\r\n`);
      const hms = time.replaceAll(':', '');
      socket.write(
        `FLRDD1234>OGFLR,qAS,AIRFIELD:/${hms}h4740.00N/00800.00E'090/045/A=003281 !W00! id06DD1234 +000fpm +0.0rot ` +
          '5.0dB 0e +0.0kHz gps2x3\r\n',
      );
    });
    const filter = 'r/47.5/8.0/200';
    const { observations, last } = feed({ connection: 'ogn', address, filter });
    await until(() => observations.length === 1);
    expect(login).toBe(`user SKYACCORD pass -1 vers skyaccord 0.1 filter ${filter}\r\n`);
    expect(observations[0]).toMatchObject({ technology: 'flarm' });
    expect(Math.abs(observations[0]!.time_ms - Date.now())).toBeLessThan(5_000);
    await until(() => last().format === 'ogn-aprs');
  });
});

describe('a file that another program writes', () => {
  const header = '{"now": 1750000000, "hex": "4b1a2c", "lat": 47, "lon": 5}\n';
  const line = (lat: number) => header.replace('47', String(lat));

  test('gives what is appended, not what was there before; cut or replaced, it begins anew', async () => {
    const file = path.join(newFolder(), 'log.jsonl');
    fs.writeFileSync(file, header.repeat(3));
    const { observations, last } = feed({ connection: 'file', address: file });
    await until(() => last().format === 'readsb-json-lines' || last().state === 'connecting');
    await new Promise((resolve) => setTimeout(resolve, 300));
    fs.appendFileSync(file, line(48).slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 300));
    fs.appendFileSync(file, line(48).slice(20));
    await until(() => observations.length === 1);
    expect(observations[0]!.latitude_deg).toBe(48);
    fs.rmSync(file);
    await until(() => last().last_complaint?.includes('ENOENT'));
    fs.writeFileSync(file, header);
    await new Promise((resolve) => setTimeout(resolve, 500));
    fs.appendFileSync(file, line(49));
    await until(() => observations.some(({ latitude_deg }) => latitude_deg === 49));
  });

  test('of many megabytes is begun from its head and its tail, not read whole', async () => {
    const file = path.join(newFolder(), 'long.jsonl');
    fs.writeFileSync(file, header.repeat(200_000));
    const { observations, last } = feed({ connection: 'file', address: file });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    fs.appendFileSync(file, line(48));
    await until(() => observations.length === 1);
    expect(observations[0]!.latitude_deg).toBe(48);
    await until(() => last().observations === 1);
    expect(last().complaints).toBe(0);
  });

  test('that is a folder, or a pipe, is refused without waiting', async () => {
    const { said } = feed({ connection: 'file', address: newFolder() });
    await until(() => /EISDIR|is no file/.test(said() ?? ''));
  });
});
