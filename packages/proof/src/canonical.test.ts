import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CanonicalError, canonicalJson } from './canonical.ts';

function double(bits: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

describe('canonicalJson', () => {
  test('RFC 8785 section 3.2.2: numbers, strings and literals', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('RFC 8785 section 3.2.3: members in order of UTF-16 code units', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(value).replaceAll('"1"', '"one"')) as object)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('RFC 8785 appendix B: %s is %s', (bits, text) => {
    expect(canonicalJson(double(bits))).toBe(text);
  });

  test.each([
    ['NaN (appendix B)', { a: [1, Number.NaN] }, '$.a[1]'],
    ['Infinity (appendix B)', { a: Number.POSITIVE_INFINITY }, '$.a'],
    ['undefined member', { a: { b: undefined } }, '$.a.b'],
    ['undefined itself', undefined, '$'],
    ['hole in an array', { a: new Array(1) }, '$.a[0]'],
    ['function', { a: () => 1 }, '$.a'],
    ['bigint', { a: 1n }, '$.a'],
    ['date', { a: new Date(0) }, '$.a'],
    ['map', { a: new Map() }, '$.a'],
    ['typed array', { a: new Float64Array(1) }, '$.a'],
    ['toJSON', { a: Object.defineProperty({}, 'toJSON', { value: () => 1 }) }, '$.a'],
    ['lone surrogate in text', { a: '\ud800' }, '$.a'],
    ['lone surrogate in a name', { a: { '\udfff': 1 } }, '$.a'],
  ])('refuses %s and says where', (_name, value, path) => {
    let error: unknown;
    try {
      canonicalJson(value);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(CanonicalError);
    expect((error as CanonicalError).path).toBe(path);
    expect((error as CanonicalError).message.startsWith(`${path} has no canonical form: `)).toBe(true);
  });

  test('refuses a circle instead of running for ever', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(() => canonicalJson(circle)).toThrow(/circular/);
  });

  test('a member that is merely called toJSON is data', () => {
    expect(canonicalJson({ toJSON: 1 })).toBe('{"toJSON":1}');
  });

  test('an object met twice is no circle', () => {
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });

  test('property: reading it back and writing it again changes nothing, in whatever order members were set', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'medium' }), (value) => {
        const text = canonicalJson(value);
        const back = JSON.parse(text) as unknown;
        expect(canonicalJson(back)).toBe(text);
        expect(canonicalJson(reversed(back))).toBe(text);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  // defineProperty semantics through fromEntries, so that a member named __proto__ stays a member.
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
