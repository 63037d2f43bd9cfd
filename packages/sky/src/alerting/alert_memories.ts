import { AlertMemory, type AlertTiming, type Clock } from './alert_memory.ts';

/** Of what is remembered of aircraft, so many more than are present may be of aircraft that are gone. */
const SPARE = 64;

/** The alert memory of each aircraft, by its name. */
export class AlertMemories {
  private readonly timing: AlertTiming;
  private readonly byId = new Map<string, AlertMemory>();
  /** Those of the aircraft of this update, in their order. */
  private readonly present: AlertMemory[] = [];

  constructor(timing: AlertTiming) {
    this.timing = timing;
  }

  clear(): void {
    this.byId.clear();
    this.present.length = 0;
  }

  /** Takes the aircraft of an update. */
  meet(aircraft: readonly { readonly id: string }[], clock: Clock): void {
    const { byId, present } = this;
    if (present.length > aircraft.length) present.length = aircraft.length;
    for (let i = 0; i < aircraft.length; i++) {
      const { id } = aircraft[i] as { readonly id: string };
      let memory = byId.get(id);
      if (memory === undefined) {
        memory = new AlertMemory(this.timing);
        byId.set(id, memory);
      }
      memory.refresh(clock);
      present[i] = memory;
    }
    if (byId.size > 2 * aircraft.length + SPARE) this.drop(clock);
  }

  /** The memory of an aircraft of this update, by its place. */
  of(aircraft: number): AlertMemory | undefined {
    return this.present[aircraft];
  }

  /** Memories of aircraft that are gone would only grow in number. */
  private drop(clock: Clock): void {
    const present = new Set(this.present);
    for (const [id, memory] of this.byId) {
      if (!present.has(memory) && memory.isPast(clock)) this.byId.delete(id);
    }
  }
}
