import type { CrewState } from '../memorandum/memorandum.ts';
import type { Evidence, Identity } from '../outcome.ts';
import type { Declared } from './declared.ts';
import type { Heard } from './heard.ts';

/**
 * Emitter categories (DO-260B 2.2.3.2.5.2) that say whether people are aboard. A1..A7 and B1..B4 carry a crew; B6 is
 * an uncrewed aircraft; the rest do not tell (B5 is reserved).
 */
const CREWED = new Set(['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'B1', 'B2', 'B3', 'B4']);
const UNCREWED = new Set(['B6']);

type Piece = Pick<Evidence, 'by' | 'confidence'> & { readonly crew: CrewState; readonly counts: boolean };
/** A declaration that fits the aircraft, and how it was found. */
export type Fitting = Pick<Evidence, 'by' | 'confidence'> & { readonly declared: Declared };

export const RANK = { high: 2, medium: 1, low: 0 } as const;
/** Among equals the one that is given the wider minima is believed. */
export const CAUTION: Readonly<Record<CrewState, number>> = { crewed: 2, unknown: 1, uncrewed: 0 };

/**
 * Are people aboard? The best evidence decides; where equal pieces contradict one another, people are. What a party
 * declares of the crew counts for an aircraft held to be its own, and for no other: it cannot narrow the minima around
 * somebody else's.
 */
export function crewOf(
  heard: Heard,
  fitting: readonly Fitting[],
  party: string | null,
): { crew: CrewState; pieces: Piece[] } {
  const pieces: Piece[] = [];
  for (const { by, confidence, declared } of fitting) {
    if (declared.crew === null) continue;
    const counts = declared.party === party;
    // A prefix speaks of many aircraft, some of them of another kind.
    const weak = !counts || by === 'callsign_prefix' || by === 'registration_prefix';
    pieces.push({ by, crew: declared.crew, confidence: weak ? 'low' : confidence, counts });
  }
  for (const category of heard.categories) {
    const crew = UNCREWED.has(category) ? 'uncrewed' : CREWED.has(category) ? 'crewed' : null;
    if (crew !== null) pieces.push({ by: 'emitter_category', crew, confidence: 'medium', counts: true });
  }
  // Only uncrewed aircraft must broadcast Remote ID (ASTM F3411); a person carries the recorder of a flight to log it.
  if (heard.remote_id) pieces.push({ by: 'source_technology', crew: 'uncrewed', confidence: 'medium', counts: true });
  if (heard.flight_recorder) pieces.push({ by: 'source_technology', crew: 'crewed', confidence: 'low', counts: true });
  let best: Piece | null = null;
  for (const piece of pieces) if (piece.counts && (best === null || outweighs(piece, best))) best = piece;
  return { crew: best?.crew ?? 'unknown', pieces };
}

function outweighs(piece: Piece, best: Piece): boolean {
  const rank = RANK[piece.confidence] - RANK[best.confidence];
  return rank > 0 || (rank === 0 && CAUTION[piece.crew] > CAUTION[best.crew]);
}

/** How good the best evidence is for what an identity says of its crew; `null` when there is none. */
export function supportOf({ crew, evidence }: Identity): Evidence['confidence'] | null {
  let best: Evidence['confidence'] | null = null;
  for (const one of evidence) {
    if (one.for !== 'crew' || one.by === 'none' || one.says !== crew) continue;
    if (best === null || RANK[one.confidence] > RANK[best]) best = one.confidence;
  }
  return best;
}
