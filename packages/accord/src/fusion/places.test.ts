import { chord2, SITE_SIZE, writeSite } from '@skyaccord/sky';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Places } from './places.ts';

type Place = readonly [latitude_deg: number, longitude_deg: number];
const REACH_M = 11_000;

const sites = new Float64Array(2 * SITE_SIZE);
function apart_m([lat0, lon0]: Place, [lat1, lon1]: Place): number {
  writeSite(lat0, lon0, sites, 0);
  writeSite(lat1, lon1, sites, SITE_SIZE);
  return Math.sqrt(chord2(sites, 0, SITE_SIZE));
}

const real = (least: number, most: number) => fc.double({ min: least, max: most, noNaN: true });
/** Anywhere, and often by the date line, a pole or the equator. */
const middle = fc.tuple(
  fc.oneof(real(-90, 90), fc.constantFrom(-90, -89.95, -89.1, -88.9, 0, 45, 88.95, 89.05, 89.99, 90)),
  fc.oneof(real(-180, 180), fc.constantFrom(-180, -179.999, 0, 179.999, 180)),
);
const crowd = middle.chain(([latitude_deg, longitude_deg]) => {
  const across = 0.3 / Math.max(0.001, Math.cos((latitude_deg * Math.PI) / 180));
  const place = fc.tuple(real(-0.3, 0.3), real(-1, 1)).map(([north, east]): Place => {
    const latitude = Math.min(90, Math.max(-90, latitude_deg + north));
    const longitude = longitude_deg + Math.min(180, across) * east;
    return [latitude, longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude];
  });
  return fc.array(place, { minLength: 2, maxLength: 30 });
});

describe('Places', () => {
  it('finds all within reach, anywhere on the Earth, each once', () => {
    fc.assert(
      fc.property(crowd, crowd, (first, then) => {
        const places = new Places();
        places.grow(16);
        first.slice(0, 16).forEach(([latitude_deg, longitude_deg], slot) => {
          places.place(slot, latitude_deg, longitude_deg);
        });
        places.grow(64);
        const now: (Place | null)[] = [...first.slice(0, 16)];
        then.forEach((place, slot) => {
          places.place(slot, place[0], place[1]);
          now[slot] = place;
        });
        places.remove(1);
        now[1] = null;
        const [latitude_deg, longitude_deg] = then[0]!;
        const found = places.near(latitude_deg, longitude_deg, REACH_M);
        expect(new Set(found).size).toBe(found.length);
        now.forEach((place, slot) => {
          if (place === null) expect(found).not.toContain(slot);
          else if (apart_m(place, then[0]!) <= REACH_M) expect(found).toContain(slot);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('passes over most that are far away', () => {
    const places = new Places();
    places.grow(4096);
    for (let slot = 0; slot < 4096; slot++) places.place(slot, 40 + (slot >> 6) * 0.1, (slot & 63) * 0.1);
    expect(places.near(43, 3, REACH_M).length).toBeLessThan(60);
  });

  it('leaves a slot alone that is not in', () => {
    const places = new Places();
    places.grow(4);
    places.place(2, 47, 8);
    places.remove(1);
    places.remove(2);
    places.remove(2);
    expect(places.near(47, 8, REACH_M)).toEqual([]);
  });
});
