import { headingGuide, verticalGuide } from './bands_guide.ts';
import type { Guidance } from './fly.ts';
import { mvpGuide } from './mvp_guide.ts';
import { ourGuidance } from './ours.ts';

export const METHODS = ['ours', 'ours_unlinked', 'daidalus_heading', 'daidalus_vertical', 'mvp', 'none'] as const;
export type Method = (typeof METHODS)[number];

/** Who guides: our adviser, or one of the peers flown on our own engine. null: nobody. */
export function guidanceOf(method: Method): Guidance | null {
  switch (method) {
    case 'ours':
      return ourGuidance();
    case 'ours_unlinked':
      return ourGuidance(false);
    case 'daidalus_heading':
      return headingGuide;
    case 'daidalus_vertical':
      return verticalGuide;
    case 'mvp':
      return mvpGuide;
    case 'none':
      return null;
  }
}
