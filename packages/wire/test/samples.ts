import { encodeObservation, OBSERVATIONS_HEADER } from '../src/observations/encode.ts';
import type { Format, TextFormat } from '../src/reader.ts';
import { OBSERVATION } from './observation.ts';
import { basicId, beacon, capture, location } from './remoteid.ts';

const SNAPSHOT = `{ "now" : 1750000000.5,
  "messages" : 4711,
  "aircraft" : [
    {"hex":"3c0001","type":"adsb_icao","flight":"ALPHA1  ","alt_baro":31000,"alt_geom":31850,"gs":441.2,
     "track":91.25,"baro_rate":-64,"category":"A3","lat":45.31,"lon":-5.02,"nic":8,"rc":186,"seen_pos":0.4,
     "nac_p":9,"nac_v":1,"gva":2},
    {"hex":"3c0002","type":"mode_s","alt_baro":9000,"seen":3.1},
    {"hex":"~2b0003","type":"tisb_other","alt_geom":2100,"gs":88,"track":360,"lat":45.4,"lon":-5.1,"rc":926,
     "seen_pos":2.25},
    {"hex":"3c0004","alt_baro":"ground","gs":11.5,"lat":45.5,"lon":-5.2,"mlat":["lat","lon"],"tisb":[],"seen_pos":1}
  ]
}
`;

const LINES = [
  {
    now: 1_750_000_000,
    alt_baro: 1500,
    gscp: 90,
    lat: 45.396309,
    lon: -5.406873,
    track: 280.8,
    hex: '3c00aa',
    flight: 'XX-BVO',
    flightdict: null,
  },
  { flight: 'N/A', now: 1_750_000_001 },
  {
    now: 1_750_000_002,
    alt_baro: 1400,
    gscp: 93,
    lat: 45.396881,
    lon: -5.410542,
    track: 281.1,
    hex: '3c00aa',
    flight: 'XX-BVO',
    flightdict: {
      type: 'tisb_icao',
      flight: 'BRAVO2  ',
      alt_geom: 1450,
      track: 281.07,
      baro_rate: -256,
      category: 'A7',
      nic: 0,
      rc: 0,
      nac_p: 0,
      nac_v: 2,
    },
  },
  {
    now: 1_750_000_003.599,
    hex: '3c00bb',
    type: 'adsb_icao',
    alt_baro: 24_900,
    alt_geom: 26_050,
    gs: 409.4,
    track: 328.48,
    geom_rate: 1568,
    lat: 44.172301,
    lon: -5.876421,
    rc: 186,
    seen_pos: 0.25,
    nac_p: 8,
    nac_v: 1,
    mlat: [],
    tisb: [],
  },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

const TABLE = JSON.stringify([
  {
    timestamp: 1_750_000_010_000,
    altitude: 34_975,
    callsign: 'CHARLY3',
    groundspeed: 443.5,
    icao24: '3c0101',
    latitude: 45.81,
    longitude: -4.22,
    track: 324.26,
    vertical_rate: 960,
  },
  {
    timestamp: 1_750_000_000_000,
    altitude: null,
    callsign: null,
    geoaltitude: 36_000,
    icao24: '3C0101',
    latitude: 45.8,
    longitude: -4.21,
    onground: false,
    flight_id: 'C_001',
    last_position: 1_749_999_997_500,
  },
  { timestamp: 1_750_000_020_000, altitude: 35_100, icao24: '3c0101', latitude: null, longitude: null },
]);

const COLUMNS = `{"timestamp":{"0":1750000000000,"1":1750000001000,"2":1750000002000},
"icao24":{"0":"3c0201","1":"3c0201","2":"3c0201"},
"latitude":{"0":45.1,"1":45.2,"2":null},"longitude":{"0":-4.1,"1":-4.2,"2":null},
"altitude":{"0":1550,"2":1575,"1":null},"squawk":{"0":"1000"}}`;

const IGC = `AXXTQ7KFLIGHT:1
HFDTE150717
HFGTYGLIDERTYPE:Foka
HFGIDGLIDERID:X_0221
HFCIDCOMPETITIONID:Q7
I033638FXA3940SIU4143ENL
B2359585100000N00700000EV0050000000000000000
B2359595100010N00700010EA0050100548015070500
B0000005100020N00700020EA0050200549016070501
B0000010000000N00000000EV0050300000000000000
B0000025100040S00700040WA0050400551017070502
LXXTnote
`;

const BASESTATION = `MSG,1,1,1,3C0401,1,2026/03/01,23:59:57.100,2026/03/01,23:59:57.100,DELTA4  ,,,,,,,,,,,0
MSG,4,1,1,3C0401,1,2026/03/01,23:59:57.400,2026/03/01,23:59:57.400,,,250.5,90,,,-640,,,,,0
MSG,3,1,1,3C0401,1,2026/03/01,23:59:58.000,2026/03/01,23:59:58.000,,12000,,,45.100000,-5.200000,,,0,,0,0
AIR,,1,1,3C0401,1,2026/03/01,23:59:58.000,2026/03/01,23:59:58.000
MSG,5,1,1,3C0401,1,2026/03/02,00:00:01.900,2026/03/02,00:00:01.900,,11975,,,,,,,0,,0,0
MSG,3,1,1,3C0401,1,2026/03/02,00:00:02.000,2026/03/02,00:00:02.000,,,,,45.100000,-5.190000,,,0,,0,0
MSG,2,1,1,3C0402,1,2026/03/02,00:00:03.000,2026/03/02,00:00:03.000,,,12.5,181,45.3,-5.1,,,,,,-1
MLAT,3,1,1,3C0403,1,2026/03/02,00:00:02.250,2026/03/02,00:00:04.000,,8000,200,360,45.4,-5.3,64,,,,,0
MSG,3,1,1,~2B0404,1,2026/03/02,00:00:05.000,2026/03/02,00:00:05.000,,5000,,,45.5,-5.4,,,,,,0
`;

const OGN = `# aprsc 2.1.14 1 Mar 2026 23:59:40 GMT TEST1 127.0.0.1:14580
FLRDD0001>APRS,qAS,TEST:/235950h4506.12N/00512.34W'090/055/A=003281 !W37! id06DD0001 +198fpm +0.5rot 12.0dB 0e gps2x3
ICA3C0501>OGFLR,qAS,TEST:/235955h4506.12N/00512.34W'360/060/A=004000 !W00! id053C0501 -099fpm FL040.50 gps1x1
TEST>OGNSDR,TCPIP*,qAC,TEST2:/235956h4500.00NI00500.00W&/A=000100 v0.3.2
FLRDD0001>APRS,qAS,TEST:>235957h status of no aircraft
OGN0A0B0C>OGNTRK,qAS,TEST:/000001h4506.20N/00512.30W'000/000/A=003300 !W55! id1F0A0B0C +000fpm
RND123456>OGFLR,qAS,TEST:/000002h4507.20N/00512.30W'180/070/A=003400 !W12! id46DD0002 +020fpm gps3x4
RND123457>OGFLR,qAS,TEST:/000003h4507.00N/00512.20W'180/070/A=003400 !W12! id46DD0002 +020fpm gps3x4
ICA3C0502>OGADSB,qAS,TEST:/000004h4508.00N/00513.00W^270/250/A=012000 !W99! id213C0502 +000fpm FL118.00
`;

const OBSERVATIONS = `${OBSERVATIONS_HEADER}
${encodeObservation(OBSERVATION)}
${encodeObservation({ ...OBSERVATION, sequence: 8, time_ms: OBSERVATION.time_ms + 1000, callsign: null, party: 'nc' })}
`;

const SCENARIO = `skyaccord: scenario/1
id: two-ships
title: Two ships
origin: {latitude: 45.3 deg, longitude: -5 deg}
`;

/** Invented input of every format, with what is usual and a little of what is not. */
export const SAMPLES: readonly { name: string; format: TextFormat; text: string }[] = [
  { name: 'readsb snapshot', format: 'readsb-aircraft-json', text: SNAPSHOT },
  { name: 'readsb lines', format: 'readsb-json-lines', text: LINES },
  { name: 'track table of rows', format: 'track-table-json', text: TABLE },
  { name: 'track table of columns', format: 'track-table-json', text: COLUMNS },
  { name: 'igc', format: 'igc', text: IGC },
  { name: 'basestation', format: 'basestation', text: BASESTATION },
  { name: 'ogn', format: 'ogn-aprs', text: OGN },
  { name: 'observations', format: 'skyaccord-observations', text: OBSERVATIONS },
  { name: 'scenario', format: 'skyaccord-scenario', text: SCENARIO },
];

/** The same for formats that are no text. */
export const BINARY_SAMPLES: readonly { name: string; format: Format; bytes: Uint8Array }[] = [
  {
    name: 'remote id',
    format: 'remoteid-pcapng',
    bytes: capture([
      { time_ms: 1_750_000_000_500, frame: beacon([location({ time_of_hour: 24_000 })]) },
      { time_ms: 1_750_000_000_700, frame: beacon([basicId('1234ABCDEF0001'), location({ time_of_hour: 24_002 })]) },
      { time_ms: 1_750_000_000_900, frame: beacon([location({ time_of_hour: 24_004, altitude: 2300 })]) },
      { time_ms: 1_750_000_001_100, frame: beacon([location({ time_of_hour: 24_006 })], '02000000000b') },
    ]),
  },
];
