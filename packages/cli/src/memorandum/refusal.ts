/** Something that a person asked for and that cannot be, with what to do about it; shown without a trace of calls. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(`${reason}; ${remedy}`);
    this.remedy = remedy;
  }
}
