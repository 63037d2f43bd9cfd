import {
  type Choice,
  DisclosureMatrix,
  FIELDS,
  RUNGS,
  type Rung,
  type ShowingStep,
  type Thing,
  viewOf,
  WHATS,
  type What,
} from '@skyaccord/accord';
import type {
  CommitmentsAnswer,
  DisclosureAnswer,
  LinkAnswer,
  MembersAnswer,
  PairingAnswer,
  PreviewAnswer,
} from '../src/disclosure/types.ts';

const PAIRING: PairingAnswer = {
  phase: 'none',
  port: null,
  digits: null,
  party: null,
  fingerprint: null,
  own_fingerprint: 'a1'.repeat(32),
  reason: null,
};

import { START_MS } from './sample.ts';

const [OWN, OTHER, THIRD] = ['aldren', 'borealis', 'maristan'];
const DUTY = {
  kind: 'disclosure_duty',
  id: 'share-1',
  words: { en: 'Each side shows the other where it flies.' },
  binds: null,
  shares: [{ what: 'crewed_flights', level: 'volume_and_time', delay_s: null, resolution_m: null, to: [OTHER] }],
};
/** Borealis revealed the first of these rightly, the second wrongly, and the third not. */
const RECEIVED: CommitmentsAnswer['received'] = [true, false, null].map((holds, i) => ({
  ref: `${i}`.repeat(16),
  commitment: `${i + 4}`.repeat(64),
  received_ms: START_MS - 60_000,
  revealed: holds === null ? null : { at_ms: START_MS - 30_000, holds, value: { callsign: `BOR${i}` } },
}));

/** What the stand-in shows others, kept by the matrix itself. */
export class StandInDisclosure {
  readonly #matrix = new DisclosureMatrix(OWN);
  #given: CommitmentsAnswer['given'] = [
    { to: OTHER, ref: 'a'.repeat(16), commitment: '7'.repeat(64), given_ms: START_MS - 50_000, revealed_ms: null },
  ];

  link: LinkAnswer = {
    party: OTHER,
    phase: 'up',
    reason: null,
    halted: null,
    epoch: 0,
    peer_epoch: 0,
    clock: { offset_ms: -1_240, delay_ms: 40 },
    sent: 41,
    unacknowledged: 2,
    received: 37,
    refused: 0,
    live: { waiting: 3, shed: 120, missed: 0 },
  };
  /** What was posted about the link. */
  agreed: unknown = null;

  get(pathname: string, search: URLSearchParams, now_ms: number): unknown {
    switch (pathname) {
      case '/api/v1/disclosure':
        return this.#answer(now_ms);
      case '/api/v1/disclosure/preview':
        return this.#preview(search, now_ms);
      case '/api/v1/commitments':
        return { given: this.#given, received: RECEIVED } satisfies CommitmentsAnswer;
      case '/api/v1/links':
        return { links: [this.link], warnings: [] };
      case '/api/v1/links/pairing':
        return PAIRING;
      case '/api/v1/members':
        return this.#members(now_ms);
      default:
        return null;
    }
  }

  post(pathname: string, body: unknown, now_ms: number): { status: number; answer: unknown } {
    if (pathname === '/api/v1/links/beginnings') {
      this.agreed = body;
      return { status: 200, answer: this.link };
    }
    if (pathname === '/api/v1/commitments/reveal') {
      const { ref } = body as { ref: string };
      this.#given = this.#given.map((one) => (one.ref === ref ? { ...one, revealed_ms: now_ms } : one));
      return { status: 200, answer: this.#given.find((one) => one.ref === ref) };
    }
    const asked = body as Pick<ShowingStep, 'to' | 'what' | 'choice' | 'reason'> & { effective_ms?: number };
    const step = { ...asked, effective_ms: asked.effective_ms ?? now_ms, said_ms: now_ms, by: 'Demo' };
    const no = this.#matrix.objection([DUTY], step, now_ms);
    if (no !== null) {
      const { field, value, reason, remedy } = no;
      return { status: 409, answer: { error: { code: 'disclosure_refused', message: reason, remedy, field, value } } };
    }
    this.#matrix.take(step);
    return { status: 201, answer: step };
  }

  #answer(now_ms: number): DisclosureAnswer {
    return {
      party: OWN,
      rungs: RUNGS,
      fields: FIELDS,
      parties: [OTHER, THIRD].map((party) => ({
        party,
        linked: party === OTHER,
        cells: WHATS.map((what) => this.#matrix.cell([DUTY], party, what, now_ms)),
      })),
      history: this.#matrix.history,
    };
  }

  #preview(search: URLSearchParams, now_ms: number): PreviewAnswer {
    const what = search.get('what') as What;
    const rung = search.get('rung') as Rung | null;
    const to = search.get('party') ?? '';
    if (what !== 'crewed_flights') return { things: [] };
    const choice: Choice | null = rung === null ? null : { rung, delay_s: null, resolution_m: null };
    const setting =
      choice === null ? this.#matrix.setting([DUTY], to, what, now_ms) : this.#matrix.would([DUTY], to, what, choice);
    const point = { latitude_deg: 39.123_456, longitude_deg: 2.345_678, altitude_m: 9_000 };
    const thing: Thing = {
      what,
      ref: '',
      volume: null,
      track: Array.from({ length: 600 }, (_, i) => ({ ...point, time_ms: now_ms - 1_000 * (600 - i) })),
      fields: { callsign: 'ALD14', address: '4ca001', on_ground: false },
    };
    return { things: [{ name: 'ALD14', view: viewOf(thing, setting, { now_ms, since_ms: 0 }, '') }] };
  }

  #members(now_ms: number): MembersAnswer {
    const shown = (party: string) =>
      this.#answer(now_ms)
        .parties.find((one) => one.party === party)!
        .cells.map((cell) => ({ what: cell.what, rung: cell.shown.rung }));
    const linked = { fingerprint: 'b7'.repeat(32), phase: 'up' as const, since_ms: START_MS - 3_600_000 };
    const shows = [{ what: 'crewed_flights' as const, rung: 'live_track' as const, count: 3, last_ms: now_ms }];
    return {
      party: OWN,
      fingerprint: 'a5'.repeat(32),
      members: [
        { party: OTHER, ...linked, shows, shown: shown(OTHER) },
        { party: THIRD, fingerprint: null, phase: null, since_ms: null, shows: [], shown: shown(THIRD) },
      ],
    };
  }
}
