import type { TrackFlag, TrackFlagKind } from '../outcome.ts';
import { QUIET_S } from './rules.ts';

/** The kinds, in the order of their bits. */
const KINDS: readonly TrackFlagKind[] = [
  'implausible_jump',
  'duplicate_identity',
  'spoofing_suspected',
  'replayed',
  'clock_fault',
  'noise',
  'frozen',
  'poor_accuracy',
  'height_bias',
];
const BIT = new Map(KINDS.map((kind, i) => [kind, 1 << i]));

/** A flag was raised, or has ended. */
export type FlagChange =
  | { readonly kind: 'raised'; readonly slot: number; readonly flag: TrackFlag }
  | { readonly kind: 'ended'; readonly slot: number; readonly flag: TrackFlagKind };

/** `held_ms` is when something last spoke for it; Infinity where only whoever raised it ends it. */
type Standing = { readonly flag: TrackFlag; held_ms: number };

/** The flags that stand, by slot, and what changed since last asked. */
export class Flags {
  readonly #standing = new Map<number, Standing[]>();
  #bits = new Uint16Array(0);
  #changes: FlagChange[] = [];
  #due_ms = Infinity;

  grow(capacity: number): void {
    const bits = new Uint16Array(capacity);
    bits.set(this.#bits);
    this.#bits = bits;
  }

  /** The earliest time at which a flag may end without input; Infinity when none will. */
  get due_ms(): number {
    return this.#due_ms;
  }

  stands(slot: number, kind: TrackFlagKind): boolean {
    return (this.#bits[slot]! & BIT.get(kind)!) !== 0;
  }

  any(slot: number): boolean {
    return this.#bits[slot] !== 0;
  }

  of(slot: number): readonly TrackFlag[] {
    return (this.#standing.get(slot) ?? []).map((one) => one.flag);
  }

  /** Raises a flag, or notes that its reason was seen again. `detail` is asked for only when it is raised. */
  raise(slot: number, kind: TrackFlagKind, now_ms: number, detail: () => string, ends_by_itself = true): void {
    const held_ms = ends_by_itself ? now_ms : Infinity;
    const standing = this.#standing.get(slot) ?? [];
    const old = standing.find((one) => one.flag.flag === kind);
    if (old) {
      old.held_ms = held_ms;
      return;
    }
    const flag = { flag: kind, since_ms: now_ms, detail: detail() };
    standing.push({ flag, held_ms });
    this.#standing.set(slot, standing);
    this.#bits[slot] = this.#bits[slot]! | BIT.get(kind)!;
    this.#due_ms = Math.min(this.#due_ms, held_ms + QUIET_S * 1000);
    this.#changes.push({ kind: 'raised', slot, flag });
  }

  end(slot: number, kind: TrackFlagKind): void {
    if (!this.stands(slot, kind)) return;
    const left = this.#standing.get(slot)!.filter((one) => one.flag.flag !== kind);
    if (left.length > 0) this.#standing.set(slot, left);
    else this.#standing.delete(slot);
    this.#bits[slot] = this.#bits[slot]! & ~BIT.get(kind)!;
    this.#changes.push({ kind: 'ended', slot, flag: kind });
  }

  /** Ends what has been quiet for long enough. */
  expire(now_ms: number): void {
    if (now_ms < this.#due_ms) return;
    let due_ms = Infinity;
    for (const slot of [...this.#standing.keys()].sort((x, y) => x - y)) {
      for (const { flag, held_ms } of this.#standing.get(slot)!) {
        const end_ms = held_ms + QUIET_S * 1000;
        if (end_ms <= now_ms) this.end(slot, flag.flag);
        else due_ms = Math.min(due_ms, end_ms);
      }
    }
    this.#due_ms = due_ms;
  }

  /** The track is gone: its flags go with it, unsaid. */
  drop(slot: number): void {
    if (!this.any(slot)) return;
    this.#standing.delete(slot);
    this.#bits[slot] = 0;
    this.#changes = this.#changes.filter((one) => one.slot !== slot);
  }

  take(): readonly FlagChange[] {
    const changes = this.#changes;
    if (changes.length > 0) this.#changes = [];
    return changes;
  }

  save(): SavedFlags {
    return {
      due_ms: this.#due_ms === Infinity ? null : this.#due_ms,
      standing: [...this.#standing].map(([slot, flags]) => ({
        slot,
        flags: flags.map(({ flag, held_ms }) => ({ flag, held_ms: held_ms === Infinity ? null : held_ms })),
      })),
    };
  }

  restore(saved: SavedFlags): void {
    this.#due_ms = saved.due_ms ?? Infinity;
    for (const { slot, flags } of saved.standing) {
      this.#standing.set(
        slot,
        flags.map(({ flag, held_ms }) => ({ flag: { ...flag }, held_ms: held_ms ?? Infinity })),
      );
      for (const { flag } of flags) this.#bits[slot] = this.#bits[slot]! | BIT.get(flag.flag)!;
    }
  }
}

/** All changes must have been taken before. */
export type SavedFlags = {
  readonly due_ms: number | null;
  readonly standing: readonly {
    readonly slot: number;
    readonly flags: readonly { readonly flag: TrackFlag; readonly held_ms: number | null }[];
  }[];
};
