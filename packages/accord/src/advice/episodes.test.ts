import { describe, expect, it } from 'vitest';
import { type Episode, Episodes, followPlan, giveIn } from './episodes.ts';
import type { Own } from './own.ts';

const RAD_PER_DEG = Math.PI / 180;
const own = (over: Partial<Own> = {}): Own => ({
  east_mps: 0,
  north_mps: 120,
  up_mps: 0,
  track_deg: 0.4,
  ground_speed_mps: 120,
  turn_rate_degps: 0,
  altitude_m: 3000,
  crew: 'crewed',
  ...over,
});

/** Flew north at 3,000 m when it was told to turn right to 60° and climb at 5 m/s. */
function advised(): { episodes: Episodes; episode: Episode } {
  const episodes = new Episodes();
  const episode = episodes.open('a', 'b');
  followPlan(episode, own());
  const { memory } = episode;
  Object.assign(memory, { alerted_s: 100, standing: true, track_rad: 60 * RAD_PER_DEG, vertical_mps: 5 });
  Object.assign(memory, { turn_sense: 1, climb_sense: 1 });
  return { episodes, episode };
}

describe('the plan of an aircraft', () => {
  it('is what it does, in whole degrees, as long as nothing stands advised', () => {
    const episode = new Episodes().open('a', 'b');
    followPlan(episode, own({ track_deg: 359.7 }));
    expect(episode.plan).toEqual({ track_deg: 0, speed_mps: 120, vertical_mps: 0, altitude_m: 3000 });
    followPlan(episode, own({ track_deg: 42, up_mps: 3, ground_speed_mps: 99 }));
    expect(episode.plan).toMatchObject({ track_deg: 42, speed_mps: 99, vertical_mps: 3 });
  });

  it('stays what it was on the way to what is advised, and there', () => {
    const { episode } = advised();
    for (const track_deg of [2, 30, 60, 66]) {
      followPlan(episode, own({ track_deg, up_mps: track_deg > 20 ? 5 : 0, altitude_m: 3000 + track_deg }));
      expect(episode.plan).toMatchObject({ track_deg: 0, vertical_mps: 0, altitude_m: 3000 });
    }
  });

  it('is its own doing where it flies beside what is advised', () => {
    const { episode } = advised();
    followPlan(episode, own({ track_deg: 330 }));
    expect(episode.plan.track_deg).toBe(330);
    followPlan(episode, own({ track_deg: 330, up_mps: -4 }));
    expect(episode.plan.vertical_mps).toBe(-4);
  });
});

describe('what is remembered', () => {
  it('ends with the last alert, and leaves an attentive crew', () => {
    const { episodes, episode } = advised();
    episodes.open('a', 'c');
    episodes.end('a', 'b', 200_000);
    expect(episode.memory.standing).toBe(true);
    episodes.end('a', 'c', 210_000);
    expect(episode.memory).toMatchObject({ standing: false, attentive_s: 330 });
    expect(episodes.of('a')).toBeNull();
  });

  it('is let go once the crew is no longer attentive', () => {
    const { episodes } = advised();
    episodes.end('a', 'b', 200_000);
    episodes.open('c', 'd');
    episodes.end('c', 'd', 400_000);
    expect(episodes.save().map((one) => one.track)).toEqual(['c']);
  });

  it('is the same after being saved as JSON and restored', () => {
    const { episodes } = advised();
    const other = new Episodes();
    other.restore(JSON.parse(JSON.stringify(episodes.save())));
    expect(other.of('a')).toEqual(episodes.of('a'));
  });

  it('gives in to what goes against it, and to nothing else', () => {
    const { episode } = advised();
    giveIn(episode, { turn: 1, climb: -1 });
    giveIn(episode, { turn: 0, climb: 0 });
    expect(episode.memory.standing).toBe(true);
    giveIn(episode, { turn: -1, climb: 0 });
    expect(episode.memory).toMatchObject({ standing: false, turn_sense: 0, alerted_s: 100 });
    expect(episode.decided_ms).toBeNaN();
    const second = advised().episode;
    giveIn(second, { turn: 0, climb: 1 });
    expect(second.memory.standing).toBe(false);
  });
});
