import type { FeedStatus } from '../api/types.ts';

type State = FeedStatus['state'];

/** A word and a shape for each state, since colour alone would not do; `meaning` for whoever asks. */
const FEED_STATES: Readonly<Record<State, { word: string; symbol: string; meaning: string }>> = {
  starting: { word: 'starting', symbol: '◌', meaning: 'It has not been tried yet.' },
  connecting: { word: 'connecting', symbol: '◌', meaning: 'The connection is being made.' },
  live: { word: 'live', symbol: '●', meaning: 'Something new keeps coming.' },
  stale: { word: 'stale', symbol: '◐', meaning: 'Nothing new has come for longer than it may be silent.' },
  backing_off: {
    word: 'waiting to try again',
    symbol: '↻',
    meaning: 'The connection was lost, and is tried again soon.',
  },
  paused: { word: 'paused', symbol: '❚❚', meaning: 'Somebody paused it: nothing of it is taken in.' },
  stopped: { word: 'stopped', symbol: '■', meaning: 'It runs no more.' },
  finished: { word: 'finished', symbol: '▪', meaning: 'What is played has come to its end.' },
};

const PLAYING = { word: 'playing', symbol: '▶', meaning: 'What was recorded or made up is being played.' };

/** How a feed stands. What is played never looks live. */
export function feedStanding(feed: Pick<FeedStatus, 'state' | 'connection'>): typeof PLAYING {
  return feed.connection === 'played' && feed.state === 'live' ? PLAYING : FEED_STATES[feed.state];
}

/** States in which aircraft may fly there that nobody hears of. A paused feed is one too: it was somebody's choice. */
const SILENT: readonly State[] = ['stale', 'backing_off', 'stopped'];

/** Whether what the feed should bring is missing or not to be relied on. */
export function feedBad(feed: Pick<FeedStatus, 'state' | 'problems'>): boolean {
  return SILENT.includes(feed.state) || feed.problems.length > 0;
}

/** Whether nothing new comes of a feed that should bring something; a node tells it by a problem or by the state. */
export function feedSilent(feed: Pick<FeedStatus, 'state' | 'problems'>): boolean {
  return (
    SILENT.includes(feed.state) || feed.problems.some(({ problem }) => problem === 'stalled' || problem === 'failed')
  );
}

const PROBLEMS: Readonly<Record<FeedStatus['problems'][number]['problem'], string>> = {
  stalled: 'Stalled',
  flood: 'Flood',
  time_jump: 'Clock',
  noise: 'Noise',
  failed: 'Failed',
};

export function problemWord(problem: FeedStatus['problems'][number]['problem']): string {
  return PROBLEMS[problem] ?? problem;
}

const CONNECTIONS: Readonly<Record<FeedStatus['connection'], string>> = {
  http: 'HTTP, asked again and again',
  tcp: 'TCP line port',
  ogn: 'Open Glider Network server',
  file: 'file that grows',
  party_feed: 'sent to this node by a party',
  played: 'played',
  built_in: 'built in',
};

export function connectionWords(connection: FeedStatus['connection']): string {
  return CONNECTIONS[connection] ?? connection;
}

const TRUSTS: Readonly<Record<FeedStatus['trust'], string>> = {
  authenticated: 'authenticated: it vouches for its party',
  declared: 'declared: the party says it is its own, nothing proves it',
  open: 'open: anyone’s reports',
};

export function trustWords(trust: FeedStatus['trust']): string {
  return TRUSTS[trust] ?? trust;
}

/** `1.4 s behind ± 0.2 s`: the delay of its reports, or how far its clock is off; the sign is put into words. */
export function clockOffsetWords(offset_ms: number | null, spread_ms: number | null): string {
  if (offset_ms === null) return 'not measured';
  const size = Math.abs(offset_ms) / 1000;
  const figure = size >= 100 ? Math.round(size).toLocaleString('en') : size.toFixed(1);
  const spread = spread_ms === null ? '' : ` ± ${(spread_ms / 2000).toFixed(1)} s`;
  return `${figure} s ${offset_ms < 0 ? 'ahead' : 'behind'}${spread}`;
}

/** Bytes a second in the unit that suits them. */
export function dataRate(bytes_per_s: number): string {
  if (bytes_per_s < 1000) return `${Math.round(bytes_per_s)} B/s`;
  if (bytes_per_s < 999_500) return `${(bytes_per_s / 1000).toFixed(bytes_per_s < 9950 ? 1 : 0)} kB/s`;
  return `${(bytes_per_s / 1e6).toFixed(1)} MB/s`;
}

/** Observations a second: tenths below ten. */
export function perSecond(rate_per_s: number): string {
  return `${rate_per_s < 9.95 ? rate_per_s.toFixed(1) : Math.round(rate_per_s).toLocaleString('en')}/s`;
}
