import type { Life, LifeState } from '@skyaccord/accord';

export const STATE_WORDS: Readonly<Record<LifeState, string>> = {
  draft: 'draft',
  proposed: 'proposed',
  signed_in_part: 'signed in part',
  signed: 'signed by all',
  in_force: 'in force',
  suspended: 'suspended',
  amended: 'amended',
  withdrawn: 'withdrawn',
  expired: 'expired',
};

const WAY: readonly LifeState[] = ['draft', 'proposed', 'signed_in_part', 'signed', 'in_force'];

/** The way of a memorandum from draft to force, and on where it has gone on; the step at which it stands is `now`. */
export function wayOf(state: LifeState): { state: LifeState; words: string; standing: 'past' | 'now' | 'to_come' }[] {
  const steps = WAY.includes(state) ? WAY : [...WAY, state];
  const at = steps.indexOf(state);
  return steps.map((step, index) => ({
    state: step,
    words: STATE_WORDS[step],
    standing: index < at ? 'past' : index === at ? 'now' : 'to_come',
  }));
}

const STATEMENTS: Readonly<Record<string, string>> = {
  signed: 'signature',
  proposed: 'proposal',
  suspended: 'suspension',
  resumed: 'resumption',
  withdrawn: 'withdrawal',
  key_rotated: 'new key',
  key_revoked: 'key revoked',
  unreadable: 'unreadable',
};

/** What kind of step it is, in words. */
export function stepWords({ kind }: Life['steps'][number]): string {
  return STATEMENTS[kind] ?? kind.replaceAll('_', ' ');
}

/** Which clauses bind in a span: `all clauses`, or those that survive. */
export function boundWords({ clauses }: Life['spans'][number]): string {
  return clauses === 'all' ? 'all clauses' : `only ${clauses.join(', ')}`;
}
