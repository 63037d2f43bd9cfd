import type { Identity, Outcome, TrackFlagKind } from '@skyaccord/accord';

/** What a replay says of the tracks themselves: what they are called, which are one aircraft, which not to believe. */
export class Tracking {
  readonly #registrations = new Map<string, string>();
  /** Tracks held to be one aircraft, and not found to be two later. */
  readonly #fused = new Map<string, readonly [track: string, other: string]>();
  readonly #parted = new Set<string>();
  readonly #flagged = new Map<TrackFlagKind, Set<string>>();

  add(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'track_started':
      case 'track_identified':
        this.#name(outcome.track, outcome.identity);
        break;
      case 'tracks_fused':
        this.#fused.set(keyOf(outcome.track, outcome.other), [outcome.track, outcome.other]);
        break;
      case 'tracks_parted': {
        if (outcome.reason === 'silent') break;
        const key = keyOf(outcome.track, outcome.other);
        if (this.#fused.delete(key)) this.#parted.add(key);
        break;
      }
      case 'track_flagged': {
        const tracks = this.#flagged.get(outcome.flag.flag) ?? new Set();
        this.#flagged.set(outcome.flag.flag, tracks.add(outcome.track));
        break;
      }
      default:
    }
  }

  /** `ASH14 (4ca001)`: the callsign, else the registration, before the track; or the track alone. */
  readonly labelOf = (callsign: string | null, track: string): string => {
    const name = callsign ?? this.#registrations.get(track) ?? null;
    return name === null ? track : `${name} (${track})`;
  };

  /** Aircraft heard under several addresses, and how many pairs of tracks held to be one were found to be two. */
  get fused(): { aircraft: number; parted: number } {
    const leaders = new Map<string, string>();
    const leaderOf = (track: string): string => {
      let leader = track;
      for (let next = leaders.get(leader); next !== undefined; next = leaders.get(leader)) leader = next;
      return leader;
    };
    for (const [track, other] of this.#fused.values()) {
      const [one, two] = [leaderOf(track), leaderOf(other)];
      if (one !== two) leaders.set(two, one);
    }
    const aircraft = new Set([...leaders.values()].map(leaderOf)).size;
    const parted = [...this.#parted].filter((key) => !this.#fused.has(key)).length;
    return { aircraft, parted };
  }

  /** Tracks flagged at any time, by kind, the most frequent first. */
  get flagged(): Record<string, number> {
    const counts = [...this.#flagged].map(([kind, tracks]) => [kind, tracks.size] as const);
    return Object.fromEntries(counts.sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)));
  }

  #name(track: string, { registration }: Identity): void {
    if (registration !== null) this.#registrations.set(track, registration);
  }
}

function keyOf(track: string, other: string): string {
  return track < other ? `${track} ${other}` : `${other} ${track}`;
}
