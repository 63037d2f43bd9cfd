import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataDirectories } from '../../test/data_directory.ts';
import { NodeError } from '../errors.ts';
import { changeFeed, completeFeed, type FeedInput, feedName, isFeedUrl } from './config.ts';
import { readFeedsFile } from './feeds_file.ts';
import { checkFolder } from './folder.ts';

const newFolder = dataDirectories();
const PARTIES = ['nc', 'mer'];
const http: FeedInput = { name: 'north', connection: 'http', address: 'http://receiver.local/aircraft.json' };

function refusal(call: () => unknown): NodeError {
  try {
    call();
  } catch (error) {
    if (error instanceof NodeError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a feed', () => {
  test('is completed with what its kind needs', () => {
    expect(completeFeed(http, PARTIES)).toEqual({
      name: 'north',
      connection: 'http',
      address: 'http://receiver.local/aircraft.json',
      format: 'auto',
      filter: null,
      party: null,
      trust: 'open',
      paused: false,
      correct_clock: false,
      max_rate_per_s: 20_000,
      silence_s: 5,
    });
    const ogn = {
      name: 'ogn',
      connection: 'ogn',
      address: 'tcp://aprs.glidernet.org:14580',
      filter: 'r/1/2/3',
    } as const;
    expect(completeFeed(ogn, PARTIES)).toMatchObject({ silence_s: 25, filter: 'r/1/2/3' });
  });

  test.each<[Partial<FeedInput>, string, RegExp]>([
    [{ name: '../x' }, 'name', /letters, digits/],
    [{ address: 'file:///etc/passwd' }, 'address', /http or https URL/],
    [{ address: 'ftp://host/x' }, 'address', /http or https URL/],
    [{ address: 'no address' }, 'address', /http or https URL/],
    [{ connection: 'tcp', address: 'tcp://host' }, 'address', /tcp:\/\/host:port/],
    [{ connection: 'tcp', address: 'tcp://host:1/path' }, 'address', /nothing more/],
    [{ connection: 'ogn', address: 'http://host:1' }, 'address', /tcp:\/\/host:port/],
    [{ connection: 'party_feed' }, 'address', /has no address/],
    [{ connection: 'file', address: 'a\0b' }, 'address', /NUL/],
    [{ party: 'nobody' }, 'party', /it has nc, mer/],
    [{ trust: 'declared' }, 'trust', /needs a party/],
    [{ party: 'nc', trust: 'authenticated' }, 'trust', /use https, or a tunnel/],
    [{ filter: 'r/1/2/3' }, 'filter', /only ogn/],
    [{ connection: 'ogn', address: 'tcp://h:1', filter: 'x\r\nuser root' }, 'filter', /one line/],
  ])('%j is refused by its %s', (change, field, words) => {
    const error = refusal(() => completeFeed({ ...http, ...change } as FeedInput, PARTIES));
    expect([error.code, error.field]).toEqual(['feed_invalid', field]);
    expect(error.message).toMatch(words);
  });

  test('a password in an address is refused, and not repeated', () => {
    for (const [connection, address] of [
      ['http', 'http://user:secret@host/x'],
      ['tcp', 'tcp://user:secret@host:1'],
    ] as const) {
      const error = refusal(() => completeFeed({ ...http, connection, address }, PARTIES));
      expect(`${error.message} ${error.value}`).not.toContain('secret');
    }
    expect(isFeedUrl(new URL('http://user@host/x'))).toBe(false);
  });

  test.each(['https://party.example/feed', 'http://127.0.0.1:8081/x', 'http://[::1]/x', 'http://localhost/x'])(
    'at %s may be authenticated',
    (address) => {
      const input = { ...http, address, party: 'nc', trust: 'authenticated' } as const;
      expect(completeFeed(input, PARTIES).trust).toBe('authenticated');
    },
  );

  test('is changed in part, and checked as a whole', () => {
    const before = completeFeed({ ...http, party: 'nc', trust: 'declared' }, PARTIES);
    expect(changeFeed(before, { paused: true }, PARTIES)).toEqual({ ...before, paused: true });
    expect(refusal(() => changeFeed(before, { party: null }, PARTIES)).field).toBe('trust');
    const ogn = completeFeed({ name: 'x', connection: 'ogn', address: 'tcp://h:1', filter: 'r/1/2/3' }, PARTIES);
    expect(changeFeed(ogn, { connection: 'tcp' }, PARTIES)).toMatchObject({ address: 'tcp://h:1', filter: null });
    expect(changeFeed(ogn, { connection: 'party_feed' }, PARTIES).address).toBeNull();
  });

  test('that the start names by its URL is called by its host', () => {
    const name = feedName('http://[::1]:8080/data/aircraft.json');
    expect(completeFeed({ ...http, name: feedName('http://receiver.local:8080/x') }, []).name).toBe(
      'receiver.local:8080',
    );
    expect(completeFeed({ ...http, name }, []).name).toBe(name);
  });
});

describe('a file of feeds', () => {
  test('is read', () => {
    const text = `
skyaccord: feeds/1
feeds:
  - name: north
    connection: http
    address: http://receiver.local/aircraft.json
    silence_s: 8
  - name: gliders
    connection: ogn
    address: tcp://aprs.glidernet.org:14580
    filter: r/47/8/200
    correct_clock: true
`;
    expect(readFeedsFile('feeds.yaml', text)).toEqual([
      { ...http, silence_s: 8 },
      {
        name: 'gliders',
        connection: 'ogn',
        address: 'tcp://aprs.glidernet.org:14580',
        filter: 'r/47/8/200',
        correct_clock: true,
      },
    ]);
  });

  test('that is wrong is refused with every place', () => {
    const text = 'skyaccord: feeds/1\nfeeds:\n  - name: x\n    conection: http\n    silence_s: 0\n';
    const { code, message } = refusal(() => readFeedsFile('feeds.yaml', text));
    expect(code).toBe('feeds_file_invalid');
    expect(message).toMatch(/conection/);
    expect(message).toMatch(/silence_s/);
  });
});

describe('a file that is named over the API', () => {
  test('must lie in the folder for it, links followed', () => {
    const folder = path.join(newFolder(), 'feeds');
    const outside = path.join(newFolder(), 'secret');
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'log'), '');
    fs.writeFileSync(outside, '');
    fs.symlinkSync(outside, path.join(folder, 'link'));
    checkFolder(folder, path.join(folder, 'log'));
    for (const file of [outside, path.join(folder, 'link'), path.join(folder, '..', 'x'), folder, '/etc/passwd']) {
      expect(refusal(() => checkFolder(folder, file)).code).toBe('feed_invalid');
    }
  });
});
