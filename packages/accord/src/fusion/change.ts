import type { FusionEvidence } from '../outcome.ts';

/** What fusion found in a tick, for the watch to say and to act on. */
export type FusionChange =
  | { readonly kind: 'fused'; readonly leader: number; readonly other: number; readonly evidence: FusionEvidence }
  | {
      readonly kind: 'parted';
      readonly leader: number;
      readonly other: number;
      readonly reason: 'apart' | 'motion' | 'silent';
      readonly evidence: FusionEvidence;
    }
  | {
      readonly kind: 'flag';
      readonly slot: number;
      readonly flag: 'poor_accuracy' | 'height_bias';
      readonly detail: string;
    }
  | { readonly kind: 'unflag'; readonly slot: number; readonly flag: 'poor_accuracy' | 'height_bias' };
