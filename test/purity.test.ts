import { describe, expect, test } from 'vitest';
import { impurities, inexactness } from './purity.ts';
import { read, TRACKED } from './tree.ts';

const source = (rooms: string) =>
  TRACKED.filter((path) => new RegExp(`^packages/(${rooms})/src/.*\\.ts$`).test(path) && !path.endsWith('.test.ts'));

describe('mathematics that is the same everywhere', () => {
  const rooms = source('sky|wire|accord');

  test('the rooms are looked at', () => {
    for (const room of ['sky', 'wire', 'accord']) {
      expect(rooms.filter((path) => path.startsWith(`packages/${room}/`)).length).toBeGreaterThan(3);
    }
  });

  test('sky, wire and accord use only what IEEE 754 fixes to the last bit', () => {
    expect(rooms.flatMap((path) => inexactness(path, read(path)))).toEqual([]);
  });

  test.each([
    ['const a = Math.sin(x);', 'Math.sin'],
    ["const a = Math['pow'](x, y);", "Math['pow']"],
    ['const { atan2 } = Math;', 'Math'],
    ['const m = Math; m.exp(1);', 'Math'],
    ['const a = globalThis.Math.cbrt(x);', 'Math.cbrt'],
    ['const a = Math /* aside */ . hypot(x, y);', 'Math.hypot'],
    ['const a = x ** y;', '**'],
    ['let a = 2; a **= 0.5;', '**='],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    ['const a = `${Math.log10(x)}`;', 'Math.log10'],
  ])('catches %s', (text, what) => {
    expect(inexactness('planted.ts', text)).toEqual([`planted.ts:1: ${what}`]);
  });

  test.each([
    'const a = Math.sqrt(x) + Math.abs(y) + Math.imul(1, 2);',
    '// Math.sin(x) ** 2',
    '/** Math.cos(x) ** 2 */ const a = "Math.tan(x) ** 2";',
    'const a = /Math.sin **/.test(text);',
    "import { sin } from '@skyaccord/sky'; const a = sin(x);",
  ])('lets %s pass', (text) => {
    expect(inexactness('planted.ts', text)).toEqual([]);
  });
});

describe('rooms without clock, chance, disk or network', () => {
  test('sky, wire, proof and accord reach for nothing outside them', () => {
    expect(source('sky|wire|proof|accord').flatMap((path) => impurities(path, read(path)))).toEqual([]);
  });

  test.each([
    ['const a = Date.now();', 'Date.now'],
    ['const a = new Date();', 'new Date()'],
    ['const a = Date();', 'Date()'],
    ['const a = Math.random();', 'Math.random'],
    ['const a = performance.now();', 'performance'],
    ['setTimeout(run, 1);', 'setTimeout'],
    ["fetch('http://127.0.0.1');", 'fetch'],
    ["import fs from 'node:fs';", 'node:fs'],
    ["const fs = await import('node:fs');", 'node:fs'],
    ['const a = process.env.HOME;', 'process'],
    ['const a = globalThis.crypto;', 'crypto'],
    ["const a = Buffer.from('');", 'Buffer'],
    ['names.sort((a, b) => a.localeCompare(b));', 'localeCompare'],
    ['const a = n.toLocaleString();', 'toLocaleString'],
    ['const a = new Intl.Collator();', 'Intl'],
    ['const a = date.getHours();', 'getHours'],
    ["console.log('a');", 'console'],
    ['{ const fetch = 1; } fetch();', 'fetch'],
    ['const Date = 1; function f() { return globalThis.Date.now(); }', 'Date.now'],
  ])('catches %s', (text, what) => {
    expect(impurities('planted.ts', text)).toEqual([`planted.ts:1: ${what}`]);
  });

  test.each([
    'const a = new Date(time_ms).toISOString();',
    'const a = { process: 1, fetch: 2 }; a.process; a.fetch;',
    'type A = { crypto: number };',
    'function open(document: string) { return document; }',
    'for (const { window } of all) use(window);',
    '// Date.now() and fetch',
  ])('lets %s pass', (text) => {
    expect(impurities('planted.ts', text)).toEqual([]);
  });
});
