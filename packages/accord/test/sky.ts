import type { Observation } from '@skyaccord/wire';
import type { FlagChange } from '../src/integrity/flags.ts';
import { Integrity } from '../src/integrity/integrity.ts';
import type { TrackFlagKind } from '../src/outcome.ts';
import { TrackTable } from '../src/tracks/table.ts';
import { applyObservation } from '../src/tracks/update.ts';

/** A sky without a watch: reports go to the table and to the integrity checks, as the watch hands them on. */
export class Sky {
  table = new TrackTable();
  integrity = new Integrity();
  readonly changes: (FlagChange & { readonly track: string; readonly now_ms: number })[] = [];

  hear(...reports: readonly Observation[]): this {
    for (const o of [...reports].sort((x, y) => x.time_ms - y.time_ms)) this.hearAt(o, o.time_ms);
    return this;
  }

  hearAt(o: Observation, now_ms: number): void {
    if (now_ms >= this.integrity.due_ms) this.integrity.expire(now_ms);
    const applied = applyObservation(this.table, o, now_ms);
    this.integrity.inspect(this.table, applied.slot, o, applied, now_ms);
    this.note(now_ms);
  }

  quiet(now_ms: number): this {
    this.integrity.expire(now_ms);
    this.note(now_ms);
    return this;
  }

  drop(id: string): void {
    const slot = this.table.slotOf.get(id)!;
    this.integrity.closed(slot);
    this.table.close(slot);
  }

  note(now_ms: number): void {
    for (const one of this.integrity.take()) {
      this.changes.push({ ...one, track: this.table.words[one.slot]!.id, now_ms });
    }
  }

  /** The kinds that stand on a track now. */
  flags(id = 'd1a001'): TrackFlagKind[] {
    const slot = this.table.slotOf.get(id);
    return slot === undefined ? [] : this.integrity.flagsOf(slot).map((one) => one.flag);
  }

  raised(): TrackFlagKind[] {
    return this.changes.flatMap((one) => (one.kind === 'raised' ? [one.flag.flag] : []));
  }

  detail(kind: TrackFlagKind): string | null {
    for (const one of this.changes) if (one.kind === 'raised' && one.flag.flag === kind) return one.flag.detail;
    return null;
  }
}

/** A sky that heard these. */
export const heard = (...reports: readonly Observation[]): Sky => new Sky().hear(...reports);
/** Reports, changed one by one. */
export const over = (reports: readonly Observation[], how: (o: Observation, i: number) => Partial<Observation>) =>
  reports.map((o, i) => ({ ...o, ...how(o, i) }));
