import { type FusionEvidence, type Identity, type Outcome, verdictIn } from '@skyaccord/accord';
import { distanceWords, heightWords, speedWords } from './words.ts';

/** What the watch said of one track, in short: for the history on the track's page. */
export type TrackEvent = {
  readonly time_ms: number;
  /** The kind of outcome. */
  readonly kind: string;
  /** The other track that it is about; null where there is none. */
  readonly other: string | null;
  /** In words for people: NM (metres where near), ft, kt. */
  readonly says: string;
};

/** An event and the track that it belongs to. */
export type EventOf = { readonly track: string; readonly event: TrackEvent };

/** Kept of a track; the journal has all. */
export const MAX_EVENTS = 50;

/** What an outcome says of tracks: nothing for most, one event for each track that it is about. */
export function eventsOf(outcome: Outcome): EventOf[] {
  switch (outcome.kind) {
    case 'track_started':
      return [eventOf(outcome, outcome.track, null, `first heard: ${identityWords(outcome.identity)}`)];
    case 'track_identified':
      return [eventOf(outcome, outcome.track, null, identityWords(outcome.identity))];
    case 'tracks_fused': {
      const words = `one aircraft: ${evidenceWords(outcome.evidence)}`;
      return bothOf(outcome, words);
    }
    case 'tracks_parted': {
      const words = `two aircraft after all (${outcome.reason}): ${evidenceWords(outcome.evidence)}`;
      return bothOf(outcome, words);
    }
    case 'track_flagged':
      return [eventOf(outcome, outcome.track, null, `${plain(outcome.flag.flag)}: ${outcome.flag.detail}`)];
    case 'track_unflagged':
      return [eventOf(outcome, outcome.track, null, `${plain(outcome.flag)} has not been seen again for a while`)];
    case 'permission_notice':
    case 'clause_notice':
      return [eventOf(outcome, outcome.track, null, `${outcome.clause}, ${outcome.area}: ${outcome.says}`)];
    case 'observations_set_aside': {
      const what = `${outcome.count} set aside from ${outcome.source}: ${plain(outcome.reason)}`;
      return [eventOf(outcome, outcome.example.address, null, what)];
    }
    case 'verdict':
      return outcome.subjects.flatMap(({ track }, i, all) => {
        const other = all.length === 2 ? (all[1 - i]?.track ?? null) : null;
        return track === null ? [] : [eventOf(outcome, track, other, verdictIn({ ...outcome }, 'en'))];
      });
    case 'alert_raised': {
      const { alert } = outcome;
      const words = `${alert.level} by ${alert.findings[0]?.clause ?? ''}, ${distanceWords(alert.range_m)} apart`;
      const { a, b } = alert;
      return [eventOf(outcome, a.track, b.track, words), eventOf(outcome, b.track, a.track, words)];
    }
    default:
      return [];
  }
}

/** Adds to a list that keeps its last `MAX_EVENTS`. What is set aside again and again is one event that counts on. */
export function keepEvent(events: TrackEvent[], event: TrackEvent): void {
  const last = events.at(-1);
  const again = event.kind === 'observations_set_aside' && last?.kind === event.kind && sameReason(last, event);
  if (again) events.pop();
  events.push(event);
  if (events.length > MAX_EVENTS) events.shift();
}

function sameReason(one: TrackEvent, other: TrackEvent): boolean {
  return one.says.slice(one.says.indexOf(' ')) === other.says.slice(other.says.indexOf(' '));
}

function bothOf(outcome: Extract<Outcome, { other: string }>, words: string): EventOf[] {
  const { track, other } = outcome;
  return [eventOf(outcome, track, other, words), eventOf(outcome, other, track, words)];
}

function eventOf(outcome: Outcome, track: string, other: string | null, says: string): EventOf {
  return { track, event: { time_ms: outcome.time_ms, kind: outcome.kind, other, says } };
}

function identityWords({ callsign, party, crew, technology }: Identity): string {
  const named = callsign === null ? 'no callsign' : `callsign ${callsign}`;
  return `${named}, ${party === null ? 'unidentified' : `party ${party}`}, crew ${crew}, by ${technology}`;
}

function evidenceWords({ comparisons, over_s, distance_m, delay_s, height_m, relative_speed_mps }: FusionEvidence) {
  const height = height_m === null ? 'no common height' : `${heightWords(Math.abs(height_m))} in height`;
  return (
    `${comparisons} comparisons over ${over_s.toFixed(0)} s, ${distanceWords(distance_m)} apart, ` +
    `${delay_s.toFixed(1)} s later, ${height}, ${speedWords(relative_speed_mps)} of relative speed`
  );
}

const plain = (word: string): string => word.replaceAll('_', ' ');
