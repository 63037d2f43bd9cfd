import type { Alert } from '@skyaccord/accord';

/** The id of the earlier call that this alert joins; null where it calls for itself, or calls nobody. */
export function joinedCall({ id, alarm }: Pick<Alert, 'id' | 'alarm'>): string | null {
  return alarm === undefined || alarm === id ? null : alarm;
}
