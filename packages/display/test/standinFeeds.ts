import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FeedConfig, FeedStatus } from '../src/api/types.ts';
import { feedNamed } from './sample.ts';

/** The feeds of a stand-in that listens, changed as a node lets them be changed. */
export class StandInFeeds {
  list: FeedStatus[];
  /** What was asked, as `METHOD name` and the body. */
  readonly asked: { what: string; body: unknown }[] = [];

  constructor(list: FeedStatus[]) {
    this.list = list;
  }

  answer(request: IncomingMessage, name: string | null, response: ServerResponse): void {
    let text = '';
    request.on('data', (piece: Buffer) => {
      text += piece.toString();
    });
    request.on('end', () => {
      const body = text === '' ? null : (JSON.parse(text) as FeedConfig & { paused?: boolean });
      this.asked.push({ what: `${request.method} ${name ?? ''}`.trim(), body });
      const [status, answer] = this.#change(request.method ?? '', name, body);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(answer === null ? undefined : JSON.stringify(answer));
    });
  }

  #change(
    method: string,
    name: string | null,
    body: (Partial<FeedConfig> & { paused?: boolean }) | null,
  ): [number, unknown] {
    const known = this.list.find((feed) => feed.name === name);
    if (method === 'DELETE') {
      this.list = this.list.filter((feed) => feed !== known);
      return [204, null];
    }
    if (method === 'PATCH' && known !== undefined) {
      known.paused = body?.paused === true;
      known.state = known.paused ? 'paused' : 'connecting';
      return [200, known];
    }
    if (method === 'POST' && body !== null) {
      if (!/^tcp:|^http:/.test(body.address ?? '')) {
        const message = `address ${body.address}: it must be an http or https URL.`;
        const remedy = 'Correct the field that the message names.';
        return [400, { error: { code: 'feed_invalid', message, remedy, field: 'address', value: body.address } }];
      }
      const { connection = 'http', address = null, party = null, trust = 'open' } = body;
      const added = feedNamed(body.name ?? '', { connection, address, party, trust, state: 'connecting' });
      this.list = [...this.list, added];
      return [201, added];
    }
    return [200, { feeds: this.list }];
  }
}
