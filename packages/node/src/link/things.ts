import { randomBytes } from 'node:crypto';
import {
  committed,
  type HazardArea,
  reaches,
  readHazardArea,
  readStatement,
  type Setting,
  type StandingMission,
  spanOf,
  type Thing,
  type View,
  viewOf,
} from '@skyaccord/accord';
import { canonicalJson, sha256Hex } from '@skyaccord/proof';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { hazardThing, planAs, statementThing } from '../disclosure/things.ts';
import type { ToldStep, ToldThing } from '../missions/told.ts';
import type { Core } from '../run/core.ts';
import type { Cell } from './cell.ts';
import type { KeptKind } from './kinds.ts';
import type { ShareLog } from './share_log.ts';
import { closed, nullable, ref, rung, trackOf, volumeOf } from './view_schema.ts';

/** A plan, a hazard area or a statement as another party is shown it; `view` null: it is over, or no longer shown. */
type ThingBody = {
  readonly kind: 'thing';
  readonly ref: string;
  readonly version: number;
  readonly view: View | null;
};

/** A plan, a hazard area or a statement of another party as it was shown last, and when that was. */
export type HeardThing = { readonly from: string; readonly heard_ms: number; readonly view: View };

const instant = Type.Number({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const text = Type.String({ maxLength: 2_000 });
const THING = Compile(
  Type.Object(
    {
      kind: Type.Literal('thing'),
      ref,
      version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
      view: nullable(
        Type.Object(
          {
            what: Type.Union([Type.Literal('plans'), Type.Literal('hazards'), Type.Literal('statements')]),
            ref,
            rung,
            commitment: Type.String({ maxLength: 64 }),
            volume: volumeOf(instant),
            track: trackOf(instant, 1_000),
            fields: Type.Record(
              Type.String({ maxLength: 40 }),
              Type.Union([text, Type.Number(), Type.Boolean(), Type.Null(), Type.Array(text, { maxItems: 100 })]),
            ),
            withheld: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 40 }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
);

const LOOK_MS = 500;
/** Of what other parties show, at most so much is kept to be seen. */
const MOST_VIEWS = 10_000;
/** Times without a bound are told as these. */
const EVER_MS = 4e12;

type Whole = { readonly what: ToldThing['what']; readonly id: string; readonly thing: Thing };

/**
 * Shows other nodes this party's plans, hazard areas and statements, each as far as its rung, and takes what they show:
 * hazard areas stand in the way of missions here, and statements go into the register. Under which name something is
 * shown is journalled first.
 */
export class ThingLink {
  readonly #core: Core;
  readonly #cell: Cell;
  readonly #shares: ShareLog;
  readonly #sent = new Map<string, number>();
  readonly #moving = new Set<string>();
  readonly #views = new Map<string, HeardThing>();
  readonly #again: { from: string; body: ThingBody }[] = [];
  #looked = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(core: Core, cell: Cell, shares: ShareLog) {
    this.#core = core;
    this.#shares = shares;
    this.#cell = cell;
    cell.on('thing', this.#kind);
    cell.listen({ joined: (party) => this.#takeUp(party), parted: () => this.#part() });
  }

  /**
   * Takes up what those show who are linked, and ends the areas of those who are linked no more: nobody would tell when
   * they end. To be awaited before anybody may file a mission here.
   */
  async begin(): Promise<void> {
    // A crash may have come between a message and what follows from it; what did follow is known, and nothing again.
    for (const { from, body } of this.#again.splice(0)) {
      if (this.#cell.peers.includes(from)) this.#follow(from, body);
    }
    await this.#part();
  }

  /** What a party shows that is linked from now on. */
  #takeUp(party: string): void {
    for (const { from, view } of this.#views.values()) {
      if (from === party) this.#follow(from, { kind: 'thing', ref: view.ref, version: 1, view });
    }
  }

  async #part(): Promise<void> {
    const over = this.#core.missions.book.hazards().filter(({ id, owner }) => {
      const isHeard = owner !== null && new RegExp(`^${owner}:[0-9a-f]{16}$`).test(id);
      return isHeard && !this.#cell.peers.includes(owner);
    });
    const at_ms = this.#core.time_ms;
    const ended = ({ id: area }: HazardArea) =>
      new Promise<void>((resolve) => {
        this.#core.missionStep({ step: 'hazard_ended', at_ms, area }, () => resolve());
      });
    await Promise.all(over.map(ended));
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** What linked parties show of plans, hazard areas and statements, newest first. */
  get views(): readonly HeardThing[] {
    return [...this.#views.values()].filter(({ from }) => this.#cell.peers.includes(from)).reverse();
  }

  readonly #kind: KeptKind<ThingBody> = {
    check: (body): body is ThingBody => THING.Check(body),
    take: (from, body, heard_ms, again) => {
      const name = `${from} ${body.ref}`;
      this.#views.delete(name);
      if (body.view !== null) this.#views.set(name, { from, heard_ms, view: body.view });
      if (this.#views.size > MOST_VIEWS) this.#views.delete(this.#views.keys().next().value as string);
      if (again) this.#again.push({ from, body });
      else if (this.#cell.peers.includes(from)) this.#follow(from, body);
    },
    sent: (to, { ref, version, view }, at_ms, again) => {
      this.#sent.set(`${to} ${ref}`, version);
      if (view === null || again) return;
      this.#shares.sent(to, ref, version, at_ms, this.#cell.setting(to, view.what).resolution_m);
    },
    arrived: (to, { ref, version, view }) => {
      const told = this.#core.missions.shownThings.all(to).find((one) => one.ref === ref);
      if (told !== undefined && view !== null) {
        this.#shares.arrived(to, told.what, told.id, ref, version, view.rung, Date.now());
      }
    },
  };

  /** What another party shows becomes a step here, where it can be one. */
  #follow(from: string, { ref, view }: ThingBody): void {
    const { book } = this.#core.missions;
    const at_ms = this.#core.time_ms;
    const area = `${from}:${ref}`;
    const known = book.hazards().find(({ id }) => id === area);
    if (view === null || view.what !== 'statements') {
      const read = view === null || view.what !== 'hazards' ? null : hazardOf(area, from, view, this.#cell.own);
      if (read === null) {
        if (known !== undefined) this.#core.missionStep({ step: 'hazard_ended', at_ms, area }, () => {});
      } else if (canonicalJson(known ?? null) !== canonicalJson(read)) {
        this.#core.missionStep({ step: 'hazard', at_ms, area: read }, () => {});
      }
      return;
    }
    const id = `${from}.${ref}`;
    if (book.register.all().some((one) => one.id === id)) return;
    const read = readStatement(plainStatement(id, from, view), Math.max(at_ms, Date.now()));
    if ('wrongs' in read) return;
    this.#core.missionStep({ step: 'statement', at_ms, statement: read.statement }, () => {});
  }

  #look(): void {
    this.#send();
    const { revision } = this.#core.missions.book;
    const looked = `${revision} ${Math.floor(Date.now() / 5_000)}`;
    if (looked === this.#looked) return;
    this.#looked = looked;
    this.#shares.look(this.#own(), Date.now());
    for (const peer of this.#cell.peers) {
      const wholes = this.#wholes(peer);
      const present = new Set(wholes.map(({ what, id }) => `${what} ${id}`));
      for (const whole of wholes) this.#compare(peer, whole);
      for (const told of this.#core.missions.shownThings.all(peer)) {
        if (told.shown !== null && !present.has(`${told.what} ${told.id}`)) this.#step({ ...told, shown: null });
      }
    }
  }

  /** Plans and areas of this party that stand. */
  #own(): { readonly what: string; readonly id: string }[] {
    const { book } = this.#core.missions;
    const { own } = this.#cell;
    const now_ms = this.#core.time_ms;
    const plans = book.all().filter((one) => one.mission.party === own && isAhead(one, now_ms));
    const hazards = book.hazards().filter(({ owner }) => owner === own);
    return [
      ...plans.map(({ mission }) => ({ what: 'plans', id: mission.id })),
      ...hazards.map(({ id }) => ({ what: 'hazards', id })),
    ];
  }

  /** All that a peer could be shown: what is this party's own. */
  #wholes(peer: string): Whole[] {
    const { book } = this.#core.missions;
    const { own } = this.#cell;
    const now_ms = this.#core.time_ms;
    const plans = book
      .all()
      .filter((one) => one.mission.party === own && isAhead(one, now_ms))
      .map((one) => ({
        what: 'plans' as const,
        id: one.mission.id,
        thing: planAs(this.#cell.setting(peer, 'plans'), one),
      }));
    const hazards = book
      .hazards()
      .filter(({ owner }) => owner === own)
      .map((area) => ({ what: 'hazards' as const, id: area.id, thing: hazardThing('', area, peer) }));
    const statements = book.register
      .all()
      .filter(({ id, speaks_for }) => speaks_for === own && !isHeard(id, this.#cell.peers))
      .map((one) => ({ what: 'statements' as const, id: one.id, thing: statementThing('', one) }));
    return [...plans, ...hazards, ...statements];
  }

  #compare(to: string, whole: Whole): void {
    const setting = this.#cell.setting(to, whole.what);
    const before = this.#core.missions.shownThings.of(to, whole.what, whole.id);
    const shown = shownOf(whole.thing, setting);
    if (shown === (before?.shown ?? null)) return;
    const rungBefore = before?.shown === null ? 'nothing' : (before?.rung ?? 'nothing');
    // What ends under one name is told before it goes on under another.
    if (before?.shown === null && (this.#sent.get(`${to} ${before.ref}`) ?? 0) < before.version) return;
    // Where less is shown than before, it ends under that name, and at the next look begins under another.
    if (before !== null && !reaches(setting.rung, rungBefore)) {
      this.#step({ ...before, shown: null });
      return;
    }
    const fresh = before === null || before.shown === null;
    const name = fresh ? randomBytes(8).toString('hex') : before.ref;
    this.#step({
      to,
      what: whole.what,
      id: whole.id,
      ref: name,
      version: before?.version ?? 0,
      rung: setting.rung,
      shown,
    });
  }

  /** One more version of what a peer is shown. */
  #step(told: ToldThing): void {
    const name = `${told.to} ${told.what} ${told.id}`;
    if (this.#moving.has(name)) return;
    this.#moving.add(name);
    const step: ToldStep = { ...told, step: 'thing_shown', version: told.version + 1, at_ms: this.#core.time_ms };
    this.#core.missionStep(step, () => {
      this.#moving.delete(name);
      this.#looked = '';
      this.#send();
    });
  }

  /** Sends what is durable and was not sent. */
  #send(): void {
    for (const peer of this.#cell.peers) {
      const waiting = this.#core.missions.shownThings
        .all(peer)
        .filter(({ ref, version }) => (this.#sent.get(`${peer} ${ref}`) ?? 0) < version);
      if (waiting.length === 0) continue;
      const wholes = new Map(this.#wholes(peer).map((whole) => [`${whole.what} ${whole.id}`, whole.thing]));
      for (const told of waiting) {
        if (!this.#cell.hasRoom(peer)) break;
        this.#submit(told, wholes.get(`${told.what} ${told.id}`) ?? null);
      }
    }
  }

  #submit({ to, what, ref, version, shown }: ToldThing, thing: Thing | null): void {
    const setting = this.#cell.setting(to, what);
    // What changed since is told by the step that follows.
    if (shown !== null && (thing === null || shownOf(thing, setting) !== shown)) return;
    let view: View | null = null;
    if (shown !== null && thing !== null) {
      const named = { ...thing, ref };
      // Bound to what it is now, under a name of this version: the first commitment under a name counts.
      const bound = randomBytes(8).toString('hex');
      const commitment = this.#cell.binding.bind(to, bound, { ...(committed(named) as object), ref: bound });
      view = viewOf(named, setting, NOW, commitment);
    }
    this.#sent.set(`${to} ${ref}`, version);
    this.#cell.submit(to, { kind: 'thing', ref, version, view } as ThingBody);
  }
}

/** Plans, areas and statements are told as they stand, whenever one asks. */
const NOW = { now_ms: 0, since_ms: 0 };

/** A plan is shown until it is over. */
const isAhead = ({ mission, state }: StandingMission, now_ms: number): boolean =>
  state !== 'ended' && spanOf(mission)[1] >= now_ms;

const isHeard = (id: string, peers: readonly string[]): boolean => peers.some((peer) => id.startsWith(`${peer}.`));

/** SHA-256 of what a thing is shown as; null: it is not shown. */
function shownOf(thing: Thing, setting: Setting): string | null {
  const view = viewOf(thing, setting, NOW, '');
  return view === null ? null : sha256Hex(canonicalJson(view));
}

/** A hazard area of another party, as far as it is shown; null where no place is told, or none that can be. */
function hazardOf(id: string, owner: string, { volume, fields }: View, own: string): HazardArea | null {
  if (volume === null) return null;
  const { west_deg, south_deg, east_deg, north_deg, floor_m, ceiling_m, from_ms, until_ms } = volume;
  const read = readHazardArea({
    id,
    name: typeof fields.words === 'string' ? fields.words.slice(0, 120) : `area of ${owner}`,
    owner,
    bounds_deg: [west_deg, south_deg, east_deg, north_deg],
    floor_m,
    ceiling_m,
    ...(from_ms > 0 ? { from: from_ms } : {}),
    ...(until_ms < EVER_MS ? { until: until_ms } : {}),
    entry: fields.hazard,
    admitted: fields.admitted === true ? [own] : [],
    source: `shown by ${owner} over the link`,
  });
  return 'area' in read ? read.area : null;
}

/** A statement that is shown with who made it, as `readStatement` takes it. */
function plainStatement(id: string, from: string, { fields }: View): unknown {
  const { as_of_ms, from_ms, until_ms, party, area, clause, thing, source, speaks_for: _, ...rest } = fields;
  return {
    ...rest,
    id,
    speaks_for: from,
    about: { party, area, clause, thing },
    as_of: as_of_ms,
    from: from_ms,
    until: until_ms,
    source: `shown by ${from} over the link: ${String(source ?? '')}`.slice(0, 300),
  };
}
