import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAt } from '../../test/read.ts';
import { ComplaintLog } from '../complaints.ts';
import { ElementSplitter, MOST_BROKEN, MOST_READ_AGAIN } from './elements.ts';
import { MOST_ELEMENT_LENGTH } from './scan.ts';

type Found =
  | { element: unknown; record: number; member: string | null }
  | { entry: unknown; member: string; key: string }
  | { scalar: unknown; member: string }
  | 'close';

function split(pieces: readonly string[]) {
  const log = new ComplaintLog();
  const found: Found[] = [];
  const splitter = new ElementSplitter(log, {
    element: (element, record, member) => found.push({ element, record, member }),
    entry: (member, key, entry) => found.push({ entry, member, key }),
    scalar: (member, scalar) => found.push({ scalar, member }),
    close: () => found.push('close'),
  });
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return { found, complaints: log.take() };
}

function elements(text: string): unknown[] {
  return split([text]).found.flatMap((one) => (one !== 'close' && 'element' in one ? [one.element] : []));
}

const places = (text: string) => split([text]).complaints.map(({ place }) => place);

/** What the splitter must find in a value, told from the parsed value. */
function expected(value: unknown): Found[] {
  if (Array.isArray(value)) {
    return [...value.map((element, record) => ({ element, record, member: null })), 'close'];
  }
  const found: Found[] = [];
  for (const [member, inner] of Object.entries(value as object)) {
    if (Array.isArray(inner)) found.push(...inner.map((element, record) => ({ element, record, member })));
    else if (typeof inner === 'object' && inner !== null) {
      found.push(...Object.entries(inner).map(([key, entry]) => ({ entry, member, key })));
    } else found.push({ scalar: inner, member });
  }
  return [...found, 'close'];
}

/** As JSON keeps it, in an object that has no key of its own named `__proto__`. */
const jsonValue = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
const container = jsonValue.filter((value) => typeof value === 'object' && value !== null);

describe('ElementSplitter', () => {
  it('finds in any array or object what a JSON parser finds', () => {
    fc.assert(
      fc.property(container, fc.constantFrom(0, 1, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { found, complaints } = split([text]);
        expect(complaints).toEqual([]);
        expect(found).toEqual(expected(JSON.parse(text)));
      }),
      { numRuns: 500 },
    );
  });

  it('finds and complains the same however the text is cut into pieces', () => {
    const noise = fc.constantFrom('', '{', '}', '"', '[', ']', ',', ':', '\\', 'é😀', '\n', '},{', 'NaN');
    fc.assert(
      fc.property(container, noise, fc.nat(200), fc.array(fc.nat(300)), (value, mark, at, cuts) => {
        const whole = JSON.stringify(value);
        const text = whole.slice(0, at) + mark + whole.slice(at);
        expect(split(cutAt(text, cuts))).toEqual(split([text]));
      }),
      { numRuns: 500 },
    );
  });

  it('uses the whole elements of half an array and says where it ends', () => {
    expect(elements('[{"a":1},{"a":2},{"a":')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(places('[{"a":1},{"a":2},{"a":')).toEqual([{ record: 2, byte: 17 }]);
    expect(places('[{"a":1},{"a":2}')).toEqual([{ record: 2, byte: 16 }]);
    expect(split(['[{"a":1}']).found.at(-1)).toBe('close');
  });

  it('leaves out one element that is not JSON', () => {
    expect(elements('[{"a":1},{"a":nul},{"a":3}]')).toEqual([{ a: 1 }, { a: 3 }]);
    expect(places('[{"a":1},{"a":nul},{"a":3}]')).toEqual([{ record: 1, byte: 9 }]);
  });

  it('finds the elements again that a lost quote or bracket swallowed', () => {
    expect(elements('[{"a":"x"},{"a":"lost},{"a":"y"},{"a":"z"}]')).toEqual([{ a: 'x' }, { a: 'y' }, { a: 'z' }]);
    expect(elements('[{"a":{"b":1},{"a":2},{"a":3}]')).toEqual([{ a: 2 }, { a: 3 }]);
    expect(elements('[{"a":[1},{"a":2},{"a":3}]')).toEqual([{ a: 2 }, { a: 3 }]);
  });

  it('survives thousands of broken elements in one text', () => {
    const text = `[${'{{},'.repeat(20_000)}{"a":1}]`;
    const { found, complaints } = split([text]);
    expect(found).toContainEqual({ element: { a: 1 }, record: expect.any(Number), member: null });
    expect(complaints.length).toBeGreaterThan(0);
  });

  it('gives up a document of nothing but noise, and says so', () => {
    const log = new ComplaintLog();
    const found: unknown[] = [];
    const ignore = () => {};
    const element = (value: unknown) => found.push(value);
    const splitter = new ElementSplitter(log, { element, entry: ignore, scalar: ignore, close: ignore });
    splitter.push(`[${'{"a":},'.repeat(MOST_BROKEN - 1)}{"a":1},{"a":},{"a":2}]`);
    expect(found).toEqual([{ a: 1 }]);
    expect(log.suppressed).toBe(MOST_BROKEN + 1 - 1000);
    splitter.end();
    splitter.push('[3]');
    expect(found).toEqual([{ a: 1 }, 3]);
  });

  it('gives up a document in which each broken element swallows the next ones, long before its end', () => {
    // Each begins a string that only the next one closes, and every one is an element's beginning too.
    const swallowing = '{"\\"},'.repeat(MOST_ELEMENT_LENGTH);
    const text = `[${swallowing}{"a":1}]`;
    const log = new ComplaintLog();
    const found: unknown[] = [];
    const ignore = () => {};
    const element = (value: unknown) => found.push(value);
    const splitter = new ElementSplitter(log, { element, entry: ignore, scalar: ignore, close: ignore });
    splitter.push(text);
    splitter.end();
    expect(found).toEqual([]);
    const most_again = MOST_READ_AGAIN.characters + MOST_READ_AGAIN.times * text.length;
    expect(log.take().length + log.suppressed).toBeLessThan(most_again / MOST_ELEMENT_LENGTH + 3);
    splitter.push('[3]');
    expect(found).toEqual([3]);
    // The same wherever it is cut.
    expect(split(cutAt(text, [1, 999, 66_000, 70_001, 300_000]))).toEqual(split([text]));
  });

  it('skips an element without end and reads on at the next', () => {
    const long = `{"a":"${'x'.repeat(3 * MOST_ELEMENT_LENGTH)}"}`;
    expect(elements(`[{"a":1},${long},{"a":3}]`)).toEqual([{ a: 1 }, { a: 3 }]);
    expect(places(`[{"a":1},${long},{"a":3}]`)).toEqual([{ record: 1, byte: 9 }]);
  });

  it('counts bytes of UTF-8, not characters', () => {
    expect(places('[{"a":"é😀"},{"a":nul}]')).toEqual([{ record: 1, byte: 16 }]);
  });

  it('complains once about a run of noise around the document', () => {
    const { found, complaints } = split(['%%%%[{"a":1}]%%%']);
    expect(found).toHaveLength(2);
    expect(complaints.map(({ place }) => place)).toEqual([{ byte: 0 }, { byte: 13 }]);
  });

  it('takes one document after another', () => {
    expect(split(['[1]\n[2]\n']).found.filter((one) => one === 'close')).toHaveLength(2);
  });

  it('uses the columns of an object that ends too early', () => {
    const { found, complaints } = split(['{"a":{"0":1,"1":2},"b":{"0":3,"1']);
    expect(found).toEqual([
      { entry: 1, member: 'a', key: '0' },
      { entry: 2, member: 'a', key: '1' },
      { entry: 3, member: 'b', key: '0' },
      'close',
    ]);
    expect(complaints).toHaveLength(1);
  });
});
