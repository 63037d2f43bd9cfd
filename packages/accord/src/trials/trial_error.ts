/** Something in a trial that cannot be used: names the field, its value, the reason and the remedy. */
export class TrialError extends Error {
  readonly field: string;
  readonly remedy: string;

  constructor(field: string, value: unknown, reason: string, remedy: string) {
    const told = JSON.stringify(value) ?? String(value);
    super(`${field}: ${told.length > 60 ? `${told.slice(0, 57)}...` : told} ${reason}; ${remedy}`);
    this.name = 'TrialError';
    this.field = field;
    this.remedy = remedy;
  }
}
