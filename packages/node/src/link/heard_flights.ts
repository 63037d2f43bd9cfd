import { reaches, type View } from '@skyaccord/accord';

/** Flights of one party that are remembered at once; of further ones the oldest is forgotten. */
const MOST = 20_000;
/** What is shown live and was not said again for so long is not known to fly on, ms: as long as a track is kept. */
const SILENT_MS = 120_000;

/** A flight of another party as it was shown last, and when that was. */
export type HeardFlight = { readonly from: string; readonly heard_ms: number; readonly view: View };

/** What other parties show of their flights, at whatever rung. */
export class HeardFlights {
  readonly #flights = new Map<string, Map<string, HeardFlight>>();

  take(from: string, view: View, heard_ms: number): void {
    const flights = this.#flights.get(from) ?? new Map<string, HeardFlight>();
    this.#flights.set(from, flights);
    flights.delete(view.ref);
    flights.set(view.ref, { from, heard_ms, view });
    if (flights.size > MOST) flights.delete(flights.keys().next().value as string);
  }

  /** It is shown no longer under this name. */
  over(from: string, ref: string): void {
    this.#flights.get(from)?.delete(ref);
  }

  /** A connection begins anew: what was heard of a party before is void. */
  clear(from: string): void {
    this.#flights.delete(from);
  }

  /** What is told once, as that there is a flight, stands until it is taken back; newest first. */
  list(now_ms: number): HeardFlight[] {
    return [...this.#flights.values()]
      .flatMap((flights) => [...flights.values()])
      .filter(({ heard_ms, view }) => !reaches(view.rung, 'live_track') || now_ms - heard_ms <= SILENT_MS)
      .reverse();
  }
}
