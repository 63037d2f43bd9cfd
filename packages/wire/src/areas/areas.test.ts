import { describe, expect, it } from 'vitest';
import { missionsFromCsv } from '../plans/csv.ts';
import { missionsFromGeoJson } from '../plans/geojson.ts';
import { hazardAreasFromGeoJson } from './geojson.ts';
import { hazardAreasFromKml } from './kml.ts';

const RING = [
  [8, 47],
  [9, 47],
  [9, 48],
  [8, 47],
];
const collection = (...features: unknown[]): string => JSON.stringify({ type: 'FeatureCollection', features });
const feature = (geometry: unknown, properties: unknown, more: object = {}) => ({
  type: 'Feature',
  geometry,
  properties,
  ...more,
});

describe('missions', () => {
  it('are read from GeoJSON, which writes longitude first', () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [8, 47, 3000],
        [9, 47.5, 3100],
      ],
    };
    const polygon = { type: 'Polygon', coordinates: [RING] };
    const { records, problems } = missionsFromGeoJson(
      collection(
        feature(line, { party: 'nc', times: ['a', 'b'] }, { id: 7 }),
        feature(polygon, { id: 'v', floor_m: 0, ceiling_m: 100, from: 'x', until: 'y' }),
        feature({ type: 'Point', coordinates: [8, 47] }, { id: 'c', radius_m: 500 }),
        feature(line, { id: 'untimed' }),
        feature({ type: 'MultiPoint', coordinates: [] }, {}),
        null,
      ),
    );
    expect(records[0]).toEqual({
      place: 'features[0]',
      data: {
        id: '7',
        party: 'nc',
        route: [
          { latitude_deg: 47, longitude_deg: 8, altitude_m: 3000, time: 'a' },
          { latitude_deg: 47.5, longitude_deg: 9, altitude_m: 3100, time: 'b' },
        ],
      },
    });
    expect(records[1]?.data).toMatchObject({
      id: 'v',
      volumes: [
        {
          polygon_deg: [
            [47, 8],
            [47, 9],
            [48, 9],
            [47, 8],
          ],
          ceiling_m: 100,
        },
      ],
    });
    expect(records[2]?.data.volumes).toMatchObject([{ circle: { latitude_deg: 47, longitude_deg: 8, radius_m: 500 } }]);
    expect(problems.map(({ place, reason }) => [place, reason])).toEqual([
      ['features[3]', '2 coordinates without as many times'],
      ['features[4]', 'geometry MultiPoint'],
      ['features[5]', 'geometry undefined'],
    ]);
  });

  it('are read from CSV, rows of one id as one mission, quoted or not, with fields by their paths', () => {
    const { records, problems } = missionsFromCsv(
      '\uFEFFid,party,aircraft.crew,flexibility.highest_m,latitude_deg,longitude_deg,altitude_m,time\r\n' +
        'm1,nc,crewed,5000,47,8,3000,2030-10-15T06:00:00Z\r\nm2,mu,,,-47.5,8,x,1918274400000\r\n' +
        '"m1",,,,47.1,"8.5",3000,2030-10-15T06:10:00Z\r\n\r\n',
    );
    expect(problems).toEqual([]);
    expect(records).toEqual([
      {
        place: 'row 2',
        data: {
          id: 'm1',
          party: 'nc',
          aircraft: { crew: 'crewed' },
          flexibility: { highest_m: 5000 },
          route: [
            { latitude_deg: 47, longitude_deg: 8, altitude_m: 3000, time: '2030-10-15T06:00:00Z' },
            { latitude_deg: 47.1, longitude_deg: 8.5, altitude_m: 3000, time: '2030-10-15T06:10:00Z' },
          ],
        },
      },
      {
        place: 'row 3',
        data: {
          id: 'm2',
          party: 'mu',
          route: [{ latitude_deg: -47.5, longitude_deg: 8, altitude_m: 'x', time: 1_918_274_400_000 }],
        },
      },
    ]);
  });

  it.each([
    [missionsFromCsv, 'id,time\nm1,now', 'no column latitude_deg, longitude_deg, altitude_m'],
    [missionsFromCsv, 'id,"time\nm1', 'Quote Not Closed'],
    [missionsFromGeoJson, '[1', 'it is not JSON'],
    [missionsFromGeoJson, '{"type":"Topology"}', 'it is no FeatureCollection'],
    [missionsFromGeoJson, 'null', 'it is no FeatureCollection'],
  ])('that cannot be read are refused with the reason: %#', (read, text, reason) => {
    const { records, problems } = read(text);
    expect(records).toEqual([]);
    expect(problems[0]?.reason).toContain(reason);
  });
});

describe('hazard areas', () => {
  it('are read from plain GeoJSON with their fields as properties', () => {
    const { records } = hazardAreasFromGeoJson(
      collection(
        feature(
          { type: 'Point', coordinates: [8, 47] },
          { name: 'Balloon', radius_m: 900, ceiling_m: 3000 },
          { id: 'B1' },
        ),
      ),
      'file',
    );
    expect(records[0]?.data).toEqual({
      id: 'B1',
      source: 'file',
      name: 'Balloon',
      ceiling_m: 3000,
      circle: { latitude_deg: 47, longitude_deg: 8, radius_m: 900 },
    });
  });

  it('are read from ED-318, heights widened by their datum, times and parts each an area, unrestricted zones left out', () => {
    const layer = { uom: 'ft', lower: 1000, lowerReference: 'AMSL', upper: 2000, upperReference: 'AMSL' };
    const low = { uom: 'm', lower: 0, lowerReference: 'AGL', upper: 120, upperReference: 'AGL' };
    const zone = {
      country: 'XYZ',
      identifier: 'Z1',
      name: [
        { text: 'Zone', lang: 'fr' },
        { text: 'Area', lang: 'en-GB' },
      ],
    };
    const polygon = { type: 'Polygon', coordinates: [RING] };
    const { records, problems } = hazardAreasFromGeoJson(
      collection(
        feature(
          { ...polygon, layer },
          {
            ...zone,
            type: 'PROHIBITED',
            limitedApplicability: [
              { startDateTime: '2030-10-15T08:00:00+02:00', endDateTime: '2030-10-15T09:00:00Z' },
              {},
            ],
          },
        ),
        feature(
          {
            type: 'GeometryCollection',
            geometries: [
              { type: 'Point', coordinates: [8, 47], extent: { subType: 'Circle', radius: 300 }, layer: low },
              polygon,
            ],
          },
          { ...zone, identifier: 'Z2', type: 'REQ_AUTHORISATION' },
        ),
        feature(polygon, { ...zone, type: 'NO_RESTRICTION' }),
        feature({ type: 'Polygon', coordinates: [RING, RING] }, { ...zone, type: 'CONDITIONAL' }),
      ),
      'ed318',
    );
    expect(records.map(({ data }) => [data.id, data.entry, data.from, data.until])).toEqual([
      ['XYZ:Z1~1', 'closed', Date.parse('2030-10-15T06:00:00Z'), Date.parse('2030-10-15T09:00:00Z')],
      ['XYZ:Z1~2', 'closed', undefined, undefined],
      ['XYZ:Z2-1', 'with_clearance', undefined, undefined],
      ['XYZ:Z2-2', 'with_clearance', undefined, undefined],
    ]);
    expect(records[0]?.data).toMatchObject({ name: 'Area', floor_m: 304.8 - 400 - 0.08 * 304.8 });
    // An upper limit above ground holds over the highest ground there is.
    expect(records[2]?.data.floor_m).toBeNull();
    expect(records[2]?.data.ceiling_m).toBeGreaterThan(120 + 8849);
    expect(problems.map(({ place }) => place)).toEqual(['features[3]']);
  });

  const kml = (body: string): string =>
    `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${body}</Document></kml>`;
  const POLYGON =
    '<Polygon><outerBoundaryIs><LinearRing><coordinates>8,47,0 9,47,0\n 9,48,0 8,47,0</coordinates></LinearRing>' +
    '</outerBoundaryIs></Polygon>';

  it('are read from KML, in folders and multi-geometries, with times and fields', () => {
    const { records, problems } = hazardAreasFromKml(
      kml(
        `<Folder><Placemark id="k1"><name>Fire &amp; smoke</name>
         <TimeSpan><begin>2030-10-15T06:00:00Z</begin></TimeSpan>
         <ExtendedData><Data name="ceiling_m"><value>1500</value></Data>
         <Data name="colour"><value>red</value></Data></ExtendedData>
         ${POLYGON}</Placemark></Folder>
         <Placemark><name>Two</name><MultiGeometry>${POLYGON}${POLYGON}</MultiGeometry></Placemark>
         <Placemark><name>Point</name><Point><coordinates>8,47</coordinates></Point></Placemark>`,
      ),
      'kml',
    );
    expect(records.map(({ data }) => data.id)).toEqual(['Two-1', 'Two-2', 'k1']);
    expect(records[2]?.data).toEqual({
      id: 'k1',
      name: 'Fire & smoke',
      source: 'kml',
      polygon_deg: [
        [47, 8],
        [47, 9],
        [48, 9],
        [47, 8],
      ],
      from: '2030-10-15T06:00:00Z',
      ceiling_m: 1500,
    });
    expect(problems.map(({ reason }) => reason)).toEqual(['it has no Polygon']);
  });

  it.each([
    ['<!DOCTYPE kml [<!ENTITY a "b">]><kml/>', 'it declares a document type'],
    ['<kml><Placemark>', 'line 1'],
    ['', 'line 1'],
    // What the validator repeats of a hostile file is cut.
    [`<kml>${'<'.repeat(10_000)}`, '<<…'],
    [kml(''), 'it holds no Placemark'],
    [
      kml(`<Placemark>${POLYGON.replace('</Polygon>', '<innerBoundaryIs/></Polygon>')}</Placemark>`),
      'a polygon with holes',
    ],
  ])('in KML that cannot be taken are refused: %#', (text, reason) => {
    const { records, problems } = hazardAreasFromKml(text, 'kml');
    expect(records).toEqual([]);
    expect(problems[0]?.reason).toContain(reason);
  });
});
