import type { Field } from '@skyaccord/wire';

/** Clauses that other clauses cite, until it is known which there are. */
export class Citations {
  readonly #cited: { readonly field: Field; readonly id: string; readonly from: Field | null }[] = [];
  #from: Field | null = null;

  /** What is cited from here on, this clause cites. */
  from(clause: Field): void {
    this.#from = clause;
  }

  add(field: Field, id: string): void {
    this.#cited.push({ field, id, from: this.#from });
  }

  /** Reports what is not there, and a clause that cites itself. */
  refuseUnknown(clauses: readonly { readonly id: string }[], fields: readonly Field[]): void {
    const ids = new Map(clauses.map(({ id }, index) => [id, fields[index]]));
    for (const { field, id, from } of this.#cited) {
      if (!ids.has(id)) {
        const known = [...ids.keys()].filter((one) => one !== '');
        const some = known.length > 12 ? `${known.slice(0, 12).join(', ')}, ...` : known.join(', ');
        field.problem('not a clause of this memorandum', `name one of ${some}`);
      } else if (ids.get(id) === from) {
        field.problem('a clause that names itself', 'name another clause');
      }
    }
  }
}
