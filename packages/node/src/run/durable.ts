import { NodeError } from '../errors.ts';

/** How long whoever asks for a change waits for it to be durable. */
const DURABLE_MS = 5_000;

/**
 * Waits until a change is durable.
 *
 * @throws NodeError change_waits when that takes too long; it still takes effect once the journal can be written
 */
export async function durable(change: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NodeError('change_waits')), DURABLE_MS);
  });
  await Promise.race([change, late]).finally(() => clearTimeout(timer));
}
