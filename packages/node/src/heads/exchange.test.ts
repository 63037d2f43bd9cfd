import { checkSignature, keyFromSeed, leafHash, MerkleTree, publicHalf, sha256Hex, treeHead } from '@skyaccord/proof';
import { expect, test } from 'vitest';
import type { KeptBody, KeptKind } from '../link/kinds.ts';
import { HeadExchange, type OwnJournal, TELL_MS } from './exchange.ts';

/** A journal of a few words: what it said, as a tree. */
class Journal implements OwnJournal {
  texts: string[] = [];
  readonly log: string;

  constructor(texts: readonly string[]) {
    this.texts = [...texts];
    this.log = sha256Hex(texts[0]!);
  }

  tree(): MerkleTree {
    const tree = new MerkleTree();
    for (const text of this.texts) tree.append(leafHash(text));
    return tree;
  }

  async head() {
    return treeHead(this.log, this.texts.length, this.tree().root(), 1_000 * this.texts.length);
  }

  async paths(to: number, from: readonly number[]) {
    const tree = this.tree();
    if (to > tree.size) return [];
    return from
      .filter((size) => size <= to)
      .map((size) => ({ from: size, path: size === to ? [] : tree.consistencyPath(size, to) }));
  }
}

const words = (count: number, of = 'said'): string[] => Array.from({ length: count }, (_, i) => `${of} ${i}`);

/** Nodes that are all linked with one another; `journal` may depend on who asks, as a liar's would. */
class Cells {
  readonly kinds = new Map<string, Map<string, KeptKind<KeptBody>>>();
  readonly exchanges = new Map<string, HeadExchange>();
  readonly notes: { party: string; event: string }[] = [];
  readonly sent: { from: string; to: string; body: KeptBody }[] = [];
  #queue: (() => void)[] = [];

  add(party: string, peers: readonly string[], journal: OwnJournal): HeadExchange {
    const kinds = new Map<string, KeptKind<KeptBody>>();
    this.kinds.set(party, kinds);
    const wire = {
      own: party,
      peers,
      on: (kind: string, handler: unknown) => void kinds.set(kind, handler as KeptKind<KeptBody>),
      submit: (to: string, body: KeptBody) => {
        this.sent.push({ from: party, to, body: structuredClone(body) });
        kinds.get(body.kind)?.sent?.(to, body, 0, false);
        this.#queue.push(() => this.deliver(party, to, body, false));
      },
      hasRoom: () => true,
      isUp: () => true,
    };
    const host = {
      note: (event: string) => void this.notes.push({ party, event }),
      changed: () => {},
      warn: () => {},
    };
    const exchange = new HeadExchange(journal, wire as never, host, {
      own: keyOf(party),
      of: (one) => (peers.includes(one) ? publicHalf(keyOf(one)) : null),
    });
    this.exchanges.set(party, exchange);
    return exchange;
  }

  deliver(from: string, to: string, body: KeptBody, again: boolean): void {
    const handler = this.kinds.get(to)?.get(body.kind);
    expect(handler?.check(body), `${body.kind} to ${to}`).toBe(true);
    handler?.take(from, body as never, 5, again);
  }

  /** All tell what they have, and everything that follows is heard. */
  async round(now_ms: number, parties = [...this.exchanges.keys()]): Promise<void> {
    for (const party of parties) await this.exchanges.get(party)!.look(now_ms);
    for (let turn = 0; turn < 50; turn++) {
      const queue = this.#queue;
      this.#queue = [];
      for (const act of queue) act();
      // What follows of a question comes a turn later.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#queue.length === 0) break;
    }
  }
}

const keyOf = (party: string) => keyFromSeed(new Uint8Array(32).fill(party.charCodeAt(0)));
const standing = (exchange: HeadExchange, party: string) => exchange.standings().find((one) => one.party === party)!;

test('nodes countersign what continues, each time it grew, and stay silent in between', async () => {
  const cells = new Cells();
  const [journalA, journalB] = [new Journal(words(5, 'a')), new Journal(words(9, 'b'))];
  const a = cells.add('a', ['b'], journalA);
  const b = cells.add('b', ['a'], journalB);
  await cells.round(TELL_MS);
  expect(standing(b, 'a').seen).toMatchObject({ size: 5 });
  const { head, signature } = standing(a, 'b').countersigned!;
  expect(head).toEqual(await journalA.head());
  expect(checkSignature(signature, head, [publicHalf(keyOf('b'))]).ok).toBe(true);
  const before = cells.sent.length;
  await cells.round(TELL_MS + 5_000);
  expect(cells.sent.length).toBe(before);
  journalA.texts.push('a more', 'a still more');
  await cells.round(2 * TELL_MS);
  expect(standing(a, 'b').countersigned!.head.size).toBe(7);
  expect(standing(a, 'b').told).toMatchObject({ size: 7 });
  expect(standing(b, 'a').chain.map(({ size, via }) => [size, via])).toEqual([
    [5, 'a'],
    [7, 'a'],
  ]);
  expect([...a.reasons(), ...b.reasons()]).toEqual([]);
  // It came with its proof, so that nothing had to be asked.
  expect(cells.sent.filter(({ body }) => body.kind === 'tree_paths_asked')).toEqual([]);
});

test('a journal that was cut is found at the next exchange, at both nodes, and kept with both signatures', async () => {
  const cells = new Cells();
  const journal = new Journal(words(12, 'a'));
  const a = cells.add('a', ['b'], journal);
  const b = cells.add('b', ['a'], new Journal(words(3, 'b')));
  await cells.round(TELL_MS);
  journal.texts = journal.texts.slice(0, 8);
  await cells.round(2 * TELL_MS);
  const { fault } = standing(b, 'a');
  expect(fault).toMatchObject({ kind: 'truncated', seen: { head: { size: 12 } }, told: { head: { size: 8 } } });
  expect(b.reasons().join()).toBe('the journal of a lost records: it had 12 records and now has 8 records');
  expect(cells.notes).toContainEqual({ party: 'b', event: 'journal_of_another_party' });
  expect(a.reasons().join()).toMatch(/^b says that this journal does not continue it \(truncated\)$/);
  for (const { head, signature } of [fault!.seen, fault!.told]) {
    expect(checkSignature(signature, head, [publicHalf(keyOf('a'))]).ok).toBe(true);
  }
  expect(standing(a, 'b').countersigned!.head.size).toBe(12);
});

test('a journal that was rewritten is found at the next exchange, between the records where it was', async () => {
  const cells = new Cells();
  const journal = new Journal(words(4, 'a'));
  cells.add('a', ['b'], journal);
  const b = cells.add('b', ['a'], new Journal(words(3, 'b')));
  for (let round = 1; round <= 5; round++) {
    await cells.round(round * TELL_MS);
    journal.texts.push(...words(4, `a${round}`));
  }
  expect(standing(b, 'a').seen!.size).toBe(20);
  // Record 10 said something else.
  journal.texts[9] = 'a never said';
  await cells.round(6 * TELL_MS);
  expect(standing(b, 'a').fault).toMatchObject({ kind: 'forked', after: 8, until: 12 });
  expect(b.reasons().join()).toMatch(/part between record 9 and record 12$/);
});

/** Shows one party another journal than the rest. */
class TwoFaced implements OwnJournal {
  readonly shown: Journal;
  constructor(shown: Journal) {
    this.shown = shown;
  }
  head = () => this.shown.head();
  paths = (to: number, from: readonly number[]) => this.shown.paths(to, from);
}

test.each([
  ['of one length', 10],
  ['of two lengths', 14],
])('two journals %s shown to two parties are found as soon as these two tell each other', async (_, length) => {
  const cells = new Cells();
  const common = words(6, 'a');
  // The liar runs a node for each of the two.
  const toB = new TwoFaced(new Journal([...common, ...words(4, 'to b')]));
  const toC = new TwoFaced(new Journal([...common, ...words(length - 6, 'to c')]));
  const b = cells.add('b', ['a', 'c'], new Journal(words(3, 'b')));
  const c = cells.add('c', ['a', 'b'], new Journal(words(3, 'c')));
  const showB = cells.add('a', ['b'], toB);
  await cells.round(TELL_MS, ['a']);
  expect(standing(b, 'a').seen!.size).toBe(10);
  expect([...b.reasons(), ...c.reasons()]).toEqual([]);
  const showC = cells.add('a', ['c'], toC);
  await cells.round(2 * TELL_MS, ['a']);
  const found = [b, c].flatMap((one) => one.reasons());
  expect(found.join('\n')).toMatch(/a showed two journals: that of 1\d records .* part between record 1 and record 10/);
  expect(found.join('\n')).toMatch(/as [bc] was told/);
  expect(
    showB
      .standings()
      .concat(showC.standings())
      .some(({ refused }) => refused !== null),
  ).toBe(true);
});

test('a head that is not signed by its node counts for nothing, nor one of a party that is not linked', async () => {
  const cells = new Cells();
  const b = cells.add('b', ['a', 'c'], new Journal(words(3, 'b')));
  const head = await new Journal(words(5, 'a')).head();
  const forged = { kind: 'tree_head_relayed', of: 'a', head, signature: 'e30..e30' };
  cells.deliver('c', 'b', forged, false);
  cells.deliver('c', 'b', { ...forged, of: 'z' } as never, false);
  expect(b.standings()).toMatchObject([{ seen: null, fault: null }, { seen: null }]);
});

test('what was seen and found stands after a restart, from the journal of the links', async () => {
  const cells = new Cells();
  const journal = new Journal(words(12, 'a'));
  cells.add('a', ['b'], journal);
  cells.add('b', ['a'], new Journal(words(3, 'b')));
  await cells.round(TELL_MS);
  journal.texts = journal.texts.slice(0, 8);
  await cells.round(2 * TELL_MS);
  const history = cells.sent.filter(({ to }) => to === 'b');
  const anew = new Cells();
  const again = anew.add('b', ['a'], new Journal(words(3, 'b')));
  for (const { from, to, body } of history) anew.deliver(from, to, body, true);
  expect(standing(again, 'a')).toMatchObject({ seen: { size: 12 }, fault: { kind: 'truncated' } });
  expect(anew.sent).toEqual([]);
});
