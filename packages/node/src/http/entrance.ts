import path from 'node:path';
import { Audit } from '../people/audit.ts';
import { demoPerson } from '../people/demo.ts';
import { People } from '../people/people.ts';
import type { Core } from '../run/core.ts';
import { durable } from '../run/durable.ts';
import type { Address } from './address.ts';
import { identifyAs, identifyBy } from './identify.ts';
import type { Services } from './services.ts';

type Entrance = Pick<Services, 'address' | 'people' | 'demo' | 'identify' | 'isRecent' | 'audit'> & {
  close(): Promise<void>;
};

/** Who may come in: people who sign in, or the one identity of a demonstration. And who saw what. */
export function openEntrance(core: Core, party: string, signIn: boolean, address: Address): Entrance {
  const { data } = core.options;
  const demo = demoPerson(party);
  const audit = new Audit(path.join(data, 'audit'));
  core.restOn(() => audit.reasons());
  if (!signIn) {
    const close = () => audit.close();
    return { address, people: null, demo, identify: identifyAs(demo), isRecent: () => true, audit, close };
  }
  const people = new People(path.join(data, 'people'), party, (body) =>
    durable(new Promise((done) => core.peopleChanged(body, done))),
  );
  return {
    address,
    people,
    demo,
    identify: identifyBy(people, address),
    isRecent: ({ session }) => session !== null && people.sessions.isRecent(session),
    audit,
    close: async () => {
      people.close();
      await audit.close();
    },
  };
}
