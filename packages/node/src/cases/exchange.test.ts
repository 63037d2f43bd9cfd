import {
  type CaseAct,
  type CaseFile,
  type CaseStep,
  type CaseWork,
  parseMemorandum,
  type Rung,
  settingOf,
} from '@skyaccord/accord';
import { canonicalJson, keyFromSeed, keyId, sign } from '@skyaccord/proof';
import { describe, expect, it } from 'vitest';
import type { KeptBody, KeptKind } from '../link/kinds.ts';
import type { Person } from '../people/person.ts';
import type { Core } from '../run/core.ts';
import { takeAct } from './acting.ts';
import { CaseDesk } from './desk.ts';
import { CaseExchange } from './exchange.ts';
import type { CaseRecord } from './record.ts';

const T = Date.UTC(2030, 9, 15, 6);
const KEYS = { nc: keyFromSeed(new Uint8Array(32).fill(1)), mu: keyFromSeed(new Uint8Array(32).fill(2)) };
type Party = keyof typeof KEYS;
const { memorandum } = parseMemorandum(`
skyaccord: memorandum/1
id: two
version: 1
languages: [en]
title: {en: Two}
parties:
  - {id: nc, name: Compact, role: signatory}
  - {id: mu, name: Union, role: signatory}
clauses:
  - id: SEP
    kind: separation_minimum
    words: {en: Stay apart.}
    applies: {classes: [crewed/crewed], between: different_parties}
    lateral: 3 NM
    vertical: 3000 ft
    grace: 0 s
    warn_ahead: 2 min
`);
const life = () => ({
  keys: Object.entries(KEYS).map(([party, key]) => ({
    party,
    key_id: keyId(key),
    key,
    from_ms: null,
    until_ms: null,
    ended: null,
  })),
});

/** A pass as one node's watch closed it: it names the other's aircraft as it was shown it. */
function closedCase(id: string, names: readonly [string, string], t_cpa_ms: number): CaseFile {
  const side = (track: string, party: string) => ({
    track,
    identity: { callsign: `CANARY-${track}`, party },
    reports: 1,
    sources: [],
  });
  const encounter = {
    t_cpa_ms,
    h_cpa_m: 321.125,
    v_cpa_m: 45.5,
    closure_mps: 200,
    class: 'crewed/crewed',
    breaches: [],
    losses: [],
  };
  const file = { id, opened_ms: t_cpa_ms, closed_ms: t_cpa_ms, memorandum: 'two', version: 1, encounter };
  const rest = {
    a: side(names[0], 'nc'),
    b: side(names[1], 'mu'),
    advisories: [{ clause: 'SEP' }],
    samples: [],
    area: null,
  };
  return { ...file, ...rest } as unknown as CaseFile;
}

/** One node: what it journals is durable at once, what it sends is carried when the test says so. */
class Side {
  readonly party: Party;
  readonly desk = new CaseDesk(memorandum, life as never);
  readonly journal: CaseRecord[] = [];
  readonly outbox: KeptBody[] = [];
  readonly refused: string[] = [];
  /** What is not durable yet, where the disk is slow. */
  readonly writing: (() => void)[] = [];
  slow = false;
  rung: Rung = 'identity';
  exchange: CaseExchange;
  #kind: KeptKind<KeptBody> | null = null;

  constructor(party: Party) {
    this.party = party;
    this.exchange = this.#make();
    this.exchange.begin();
  }

  get other(): Party {
    return this.party === 'nc' ? 'mu' : 'nc';
  }

  get host(): Core {
    const { desk, journal, refused } = this;
    return {
      cases: desk,
      time_ms: T + 3_600_000,
      caseRecord: (body: CaseRecord, done: (refused: null) => void) => {
        const written = () => {
          journal.push(body);
          desk.take(body);
          done(null);
        };
        if (this.slow) this.writing.push(written);
        else written();
      },
      options: { log: { warn: (detail: { why: string }) => refused.push(detail.why) } },
    } as unknown as Core;
  }

  #make(): CaseExchange {
    return new CaseExchange(this.host, {
      own: this.party,
      peers: [this.other],
      on: (_kind: string, handler: unknown) => {
        this.#kind = handler as KeptKind<KeptBody>;
      },
      submit: (to: string, body: KeptBody) => {
        this.outbox.push(body);
        this.#kind?.sent?.(to, body, T, false);
      },
      hasRoom: () => this.outbox.length < 3,
      setting: (_party: string, what: 'alerts') =>
        settingOf(what, [], { rung: this.rung, delay_s: null, resolution_m: null }),
    } as never);
  }

  receive(from: string, body: KeptBody): string {
    const arrived = JSON.parse(canonicalJson(body)) as KeptBody;
    if (this.#kind?.check(arrived) !== true) return 'not of its form';
    this.#kind.take(from, arrived, T, false);
    return 'taken';
  }

  closed(file: CaseFile): void {
    this.desk.told([{ kind: 'case_closed', case: file, tick: 0, time_ms: T }]);
  }

  act(name: string, act: CaseAct): Promise<CaseStep> {
    const person: Person = { id: 'p', name: `Officer of ${this.party}`, party: this.party, roles: ['safety_manager'] };
    return takeAct(this.host, name, this.party, person, act);
  }

  work(name: string): CaseWork {
    return this.desk.book.work(name, T);
  }

  /** As after a stop: everything from the journal, and what had been sent is known. */
  restarted(sent: readonly KeptBody[]): Side {
    const again = new Side(this.party);
    again.exchange.stop();
    again.desk.restore(this.journal);
    again.journal.push(...this.journal);
    again.exchange = again.#make();
    for (const body of sent) again.#kind?.sent?.(this.other, body, T, true);
    again.exchange.begin();
    return again;
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
/** Carries what waits either way until nothing is left. */
async function carry(one: Side, two: Side): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await settle();
    for (const [from, to] of [
      [one, two],
      [two, one],
    ] as const) {
      for (const body of from.outbox.splice(0)) expect(to.receive(from.party, body)).toBe('taken');
      from.exchange.begin();
      from.exchange.stop();
    }
  }
}
const account = (text: string): CaseAct => ({
  act: 'account',
  full: true,
  text,
  figures: { h_cpa_m: 1 },
  contents: [],
  withheld: {},
});

describe('a case between two nodes', () => {
  it('is one, with both accounts, and the same for both; both sign the same bytes and it is closed', async () => {
    const [nc, mu] = [new Side('nc'), new Side('mu')];
    nc.closed(closedCase('by-nc', ['e0a001', 'e0b002'], T));
    mu.closed(closedCase('by-mu', ['e0a001', 'e0b002'], T + 700));
    await carry(nc, mu);
    await nc.act('by-nc', account('We turned.'));
    await mu.act('by-mu', account('We climbed.'));
    await mu.act('by-mu', { act: 'stance', stance: 'agreed', reason: '' });
    await nc.act('by-nc', { act: 'stance', stance: 'agreed', reason: '' });
    await carry(nc, mu);
    const { deadlines: _a, ...ours } = nc.work('by-nc');
    const { deadlines: _b, ...theirs } = mu.work('by-mu');
    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ reference: 'by-mu', names: ['by-mu', 'by-nc'], state: 'agreed' });
    expect(ours.accounts.map(({ party, text }) => [party, text]).sort()).toEqual([
      ['mu', 'We climbed.'],
      ['nc', 'We turned.'],
    ]);
    for (const [side, name] of [
      [nc, 'by-nc'],
      [mu, 'by-mu'],
    ] as const) {
      const { findings, heads, sha256 } = side.desk.book.findings(name);
      const signature = sign(findings, KEYS[side.party], side.party, T);
      await side.act(name, { act: 'signed_off', heads, sha256, signature });
      await carry(nc, mu);
    }
    for (const work of [nc.work('by-mu'), mu.work('by-nc')]) {
      expect(work.sign_offs.map(({ but }) => but)).toEqual([null, null]);
      expect(work.closed_ms).not.toBeNull();
    }
    expect([...nc.refused, ...mu.refused]).toEqual([]);
    // Each counts it once.
    expect(nc.desk.tallies.by('state')).toMatchObject([{ of: 'agreed', count: 1 }]);
    expect(mu.desk.tallies.by('state')).toMatchObject([{ of: 'agreed', count: 1, cases: ['by-mu'] }]);
  });

  it('has every step that came while the one before it was being written', async () => {
    const [nc, mu] = [new Side('nc'), new Side('mu')];
    nc.closed(closedCase('by-nc', ['e0a001', 'e0b002'], T));
    mu.closed(closedCase('by-mu', ['e0a001', 'e0b002'], T + 700));
    await carry(nc, mu);
    mu.slow = true;
    for (const text of ['First.', 'Second.', 'Third.']) await nc.act('by-nc', account(text));
    for (const body of nc.outbox.splice(0)) expect(mu.receive('nc', body)).toBe('taken');
    expect(mu.work('by-mu').accounts).toEqual([]);
    for (let written = mu.writing.shift(); written !== undefined; written = mu.writing.shift()) written();
    expect(mu.work('by-mu').accounts.map(({ text }) => text)).toEqual(['First.', 'Second.', 'Third.']);
    expect(mu.refused).toEqual([]);
  });

  it('is joined also where the other node was first, and stands so after a restart with nothing sent twice', async () => {
    const [nc, mu] = [new Side('nc'), new Side('mu')];
    nc.rung = 'live_track';
    mu.rung = 'live_track';
    nc.closed(closedCase('by-nc', ['e0a001', 'x'], T));
    await settle();
    const sent = [...nc.outbox];
    await carry(nc, mu);
    expect(mu.work('by-nc').records).toHaveLength(1);
    mu.closed(closedCase('by-mu', ['y', 'e0b002'], T + 5_000));
    await carry(nc, mu);
    // Neither names an aircraft as the other does: time and parties join them.
    expect(mu.work('by-nc').names).toEqual(['by-mu', 'by-nc']);
    expect(nc.work('by-mu').names).toEqual(['by-mu', 'by-nc']);
    const again = nc.restarted(sent);
    expect(again.work('by-nc').names).toEqual(['by-mu', 'by-nc']);
    expect(again.outbox.map((body) => (body as unknown as { step: CaseStep }).step.act)).not.toContain('opened');
  });

  it('shows of it what the rung of alerts allows, field by field', async () => {
    for (const [rung, shown, hidden] of [
      ['identity', ['CANARY-e0a001', '321.125', 'SEP'], []],
      ['live_track', ['321.125', '45.5', 'SEP'], ['CANARY', 'e0a001']],
      ['volume_and_time', ['SEP'], ['CANARY', 'e0a001', '321.125', '45.5', `"t_cpa_ms":${T}`, `"time_ms":${T}`]],
      ['existence', [], ['CANARY', 'e0a001', '321.125', '"SEP"', `"time_ms":${T}`]],
    ] as const) {
      const nc = new Side('nc');
      nc.rung = rung;
      nc.closed(closedCase('by-nc', ['e0a001', 'e0b002'], T));
      await settle();
      const text = JSON.stringify(nc.outbox);
      for (const one of shown) expect(text, rung).toContain(one);
      for (const one of hidden) expect(text, rung).not.toContain(one);
    }
    const silent = new Side('nc');
    silent.rung = 'nothing';
    silent.closed(closedCase('by-nc', ['e0a001', 'e0b002'], T));
    await settle();
    expect(silent.outbox).toEqual([]);
    // Until a person of this party speaks of it.
    await silent.act('by-nc', { act: 'commented', text: 'We should talk.' });
    await settle();
    expect(silent.outbox).toHaveLength(2);
    expect(JSON.stringify(silent.outbox)).not.toContain('e0a001');
  });

  it('takes nothing that is not of its form, of another party, out of turn or twice', async () => {
    const [nc, mu] = [new Side('nc'), new Side('mu')];
    nc.closed(closedCase('by-nc', ['e0a001', 'e0b002'], T));
    await settle();
    const [message] = nc.outbox as unknown as { kind: 'case'; step: CaseStep }[];
    const { step } = message!;
    expect(mu.receive('nc', { ...message!, more: 1 } as never)).toBe('not of its form');
    expect(mu.receive('nc', { kind: 'case', step: { ...step, n: 0 } } as never)).toBe('not of its form');
    expect(mu.receive('nc', { kind: 'case' } as never)).toBe('not of its form');
    mu.receive('nc', { kind: 'case', step: { ...step, party: 'mu' } } as never);
    mu.receive('nc', { kind: 'case', step: { ...step, n: 2 } } as never);
    expect(mu.journal).toEqual([]);
    expect(mu.refused).toHaveLength(2);
    mu.receive('nc', message!);
    mu.receive('nc', message!);
    expect(mu.journal).toHaveLength(1);
    expect(mu.refused).toHaveLength(2);
  });
});
