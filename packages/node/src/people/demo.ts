import { type Person, ROLES } from './person.ts';

/** The one identity of a node that plays: whoever sits at the machine, for one party, in every role. */
export const demoPerson = (party: string): Person => ({ id: 'demo', name: 'Demo', party, roles: ROLES });
