import type { Alert } from '@skyaccord/accord';
import { live } from './live.svelte.ts';
import { lookback } from './lookback.svelte.ts';
import type { Picture } from './picture.ts';

/** What the map and the lists show: the live picture, or one of the past while somebody looks back. */
class Shown {
  readonly past: boolean = $derived(lookback.active);
  readonly picture: Picture = $derived.by(() => {
    void live.revision;
    return lookback.picture !== null ? lookback.picture : live.picture;
  });
  /** The time the picture stands for; ages are counted from it. */
  readonly now_ms: number = $derived(lookback.picture !== null ? lookback.picture.time_ms : live.node_ms);
  readonly alerts: Alert[] = $derived(lookback.picture !== null ? lookback.picture.alertsByUrgency() : live.alerts);
  /** Rises once a second, and whenever another picture is shown: for lists, which cost more and need it less. */
  readonly second: number = $derived(live.second + lookback.revision);
  /** Rises when `picture` is worth reading again: the same object may hold new values. */
  readonly revision: number = $derived(live.revision + lookback.revision);
}

export const shown = new Shown();
