import type { MissionStep } from './step.ts';

export type ToldStep = Extract<MissionStep, { step: 'thing_shown' }>;
export type ToldThing = Omit<ToldStep, 'step' | 'at_ms'>;

/** Under which names, and as what, other nodes were last told of plans, hazard areas and statements. */
export class ToldThings {
  readonly #told = new Map<string, ToldThing>();

  take({ to, what, id, ref, version, rung, shown }: ToldStep): void {
    this.#told.set(`${to} ${what} ${id}`, { to, what, id, ref, version, rung, shown });
  }

  of(to: string, what: ToldThing['what'], id: string): ToldThing | null {
    return this.#told.get(`${to} ${what} ${id}`) ?? null;
  }

  /** Of what another node was told, in the order of the first time. */
  all(to: string): readonly ToldThing[] {
    return [...this.#told.values()].filter((one) => one.to === to);
  }
}
