import { OBSERVATIONS_HEADER } from '@skyaccord/wire';
import type { Connect } from './connection.ts';
import { watchFile } from './file.ts';
import { pollHttp } from './http.ts';
import { openOgn, openTcp } from './tcp.ts';

/** Opens a feed by its kind. What is sent to the node itself has no connection: `posted` is told where to put it. */
export function connectTo(posted: (bytes: ((bytes: Uint8Array) => void) | null) => void): Connect {
  return (config, events) => {
    switch (config.connection) {
      case 'http':
        return pollHttp(config, events);
      case 'tcp':
        return openTcp(config, events);
      case 'ogn':
        return openOgn(config, events);
      case 'file':
        return watchFile(config, events);
      case 'party_feed':
        events.opened();
        events.history(new TextEncoder().encode(`${OBSERVATIONS_HEADER}\n`));
        posted((bytes) => events.bytes(bytes));
        return { pause: () => {}, resume: () => {}, close: () => posted(null) };
    }
  };
}
