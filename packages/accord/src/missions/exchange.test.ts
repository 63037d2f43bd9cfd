import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accordWith, missionOf, T0 } from '../../test/missions.ts';
import { type ExchangeState, type FiledForm, FilingExchange, filedFormOf, filedId } from './exchange.ts';
import { readFiled } from './read_filed.ts';

const accord = accordWith();
/** Slots lie on one line, an hour or half a degree apart; 0 and 1 share cells. */
const formIn = (slot: number, priority: number, order_ms: number): FiledForm => {
  const at = (minutes: number, longitude_deg: number) => [47, longitude_deg, 3_000, 60 * (60 * (slot >> 1) + minutes)];
  const route = [at(0, 8), at(10, 9)] as [number, number, number, number][];
  return { ...filedFormOf(missionOf(route, { id: 'x', priority })), order_ms };
};

test('what a mission is filed as can be read by the other node, and what is not of that form is refused with its field', () => {
  const form = formIn(0, 3, 7);
  expect(readFiled(JSON.parse(JSON.stringify(form)))).toEqual({ filed: form });
  const [volume] = form.volumes;
  const wrong = (more: object) => readFiled({ ...form, ...more });
  expect(wrong({ callsign: 'HERON' })).toMatchObject({ wrong: expect.stringMatching(/callsign/) });
  expect(wrong({ priority: 101 })).toMatchObject({ wrong: expect.stringMatching(/priority/) });
  expect(wrong({ volumes: [] })).toMatchObject({ wrong: expect.stringMatching(/volumes/) });
  expect(wrong({ volumes: [{ ...volume, until_ms: 0 }] })).toMatchObject({ wrong: expect.stringMatching(/until_ms/) });
  expect(wrong({ volumes: [{ ...volume, ceiling_m: -1_999 }] })).toMatchObject({
    wrong: expect.stringMatching(/floor/),
  });
  expect(readFiled(null)).toHaveProperty('wrong');
});

/** The same for all: even then both nodes must find one order. */
const HASH = 'ab'.repeat(32);

/** Two nodes over a link that keeps the order either way and may be cut for any time. */
class Node {
  readonly exchange: FilingExchange;
  readonly party: string;
  readonly other: string;
  readonly outbox: ({ filed: FiledForm; ref: string } | { receipt: string } | { ended: string })[] = [];
  readonly own: string[] = [];
  now_ms = 0;

  constructor(party: string, other: string) {
    this.party = party;
    this.other = other;
    this.exchange = new FilingExchange(accord, other);
  }

  file(ref: string, slot: number, priority: number): void {
    const form = formIn(slot, priority, this.exchange.orderAt(this.now_ms));
    this.exchange.putOwn(this.party, ref, 1, form, HASH);
    this.own.push(ref);
    this.outbox.push({ filed: form, ref });
  }

  end(ref: string): void {
    this.exchange.drop(this.party, ref);
    this.outbox.push({ ended: ref });
  }

  take(message: Node['outbox'][number]): void {
    if ('ended' in message) this.exchange.drop(this.other, message.ended);
    else if ('receipt' in message) this.exchange.receipt(this.party, message.receipt, 1);
    else {
      // An honest node is never told that it came late.
      expect(this.exchange.objection(message.ref, message.filed, T0)).toBe(null);
      this.exchange.putTheirs(message.ref, 1, message.filed, HASH);
      this.outbox.push({ receipt: message.ref });
    }
  }
}

const plain = (states: ReadonlyMap<string, ExchangeState>) =>
  [...states].map(([id, { state, to }]) => [id, state === 'yields' ? `yields to ${to}` : 'stands']).sort();

test('property: whatever is filed, ended, delayed or cut, two clashing missions are never both confirmed, and both nodes end alike', () => {
  const act = fc.oneof(
    fc.record({ who: fc.boolean(), slot: fc.integer({ min: 0, max: 5 }), priority: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ who: fc.boolean(), end: fc.nat() }),
    fc.record({ who: fc.boolean(), deliver: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ who: fc.boolean(), ahead_ms: fc.integer({ min: 0, max: 5 }) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      const [north, south] = [new Node('nc', 'mu'), new Node('mu', 'nc')];
      const confirmed = (node: Node): string[] =>
        node.own
          .map((ref) => filedId(node.party, ref))
          .filter((id) => node.exchange.settle(false).get(id)?.state === 'confirmed');
      const slots = new Map<string, number>();
      const check = () => {
        const all = [...confirmed(north), ...confirmed(south)].map((id) => slots.get(id));
        const flown = all.map((slot) => (slot as number) >> 1);
        // Two of one party may share a slot: only one party's are confirmed in each.
        for (const slot of new Set(flown)) {
          const parties = [north, south].filter((node) =>
            confirmed(node).some((id) => (slots.get(id) as number) >> 1 === slot),
          );
          expect(parties.length).toBeLessThan(2);
        }
      };
      const deliver = (from: Node, to: Node, count: number) => {
        for (const message of from.outbox.splice(0, count)) to.take(message);
      };
      let filed = 0;
      for (const one of acts) {
        const [node, other] = one.who ? [north, south] : [south, north];
        if ('slot' in one) {
          const ref = `r${filed++}`;
          slots.set(filedId(node.party, ref), one.slot);
          node.file(ref, one.slot, one.priority);
        } else if ('end' in one) {
          const [ref] = node.own.splice(one.end % Math.max(1, node.own.length), 1);
          if (ref !== undefined) node.end(ref);
        } else if ('deliver' in one) deliver(node, other, one.deliver);
        else node.now_ms += one.ahead_ms;
        check();
      }
      while (north.outbox.length + south.outbox.length > 0) {
        deliver(north, south, 1);
        check();
        deliver(south, north, 1);
        check();
      }
      expect(plain(north.exchange.settle(false))).toEqual(plain(south.exchange.settle(false)));
      const states = [...north.exchange.settle(false).values(), ...south.exchange.settle(false).values()];
      expect(states.every(({ state }) => state === 'confirmed' || state === 'yields')).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('who has signed for a filing cannot go before it by saying that it filed sooner', () => {
  const node = new FilingExchange(accord, 'mu');
  node.putOwn('nc', 'a', 1, formIn(0, 0, 100), 'ff');
  expect(node.objection('b', formIn(0, 0, 50), T0)).toBe(null);
  node.receipt('nc', 'a', 1);
  expect(node.objection('b', formIn(0, 0, 50), T0)).toMatch(/before nc:a, for which mu had signed/);
  expect(node.objection('b', formIn(0, 0, 101), T0)).toBe(null);
  // What was held before keeps its place when it is said again, and loses it when it changes.
  node.putTheirs('c', 1, formIn(4, 0, 50), 'cc');
  expect(node.objection('c', formIn(4, 0, 50), T0)).toBe(null);
  expect(node.objection('c', formIn(2, 0, 50), T0)).toMatch(/before nc:a/);
});

test('what is long over is forgotten, and makes room', () => {
  const node = new FilingExchange(accord, 'mu');
  node.putTheirs('a', 1, formIn(0, 0, 1), 'aa');
  expect(node.settle(false).size).toBe(1);
  expect(node.objection('b', formIn(0, 0, 2), T0 + 48 * 3_600_000)).toBe(null);
  expect(node.settle(false).size).toBe(0);
});
