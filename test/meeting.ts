import { writeFileSync } from 'node:fs';
import path from 'node:path';

const MEMORANDUM = `
skyaccord: memorandum/1
id: meeting
version: 1
languages: [en, fr]
title: {en: Of a meeting, fr: D'une rencontre}
parties:
  - {id: nc, name: Northern Compact, role: signatory, aircraft: [{callsign_prefix: NORD}]}
  - {id: mu, name: Meridian Union, role: signatory, aircraft: [{callsign_prefix: MERI}]}
clauses:
  - id: SEP-1
    kind: separation_minimum
    words: {en: Stay apart., fr: Restez à distance.}
    applies: {classes: [crewed/crewed], between: different_parties}
    lateral: 1 NM
    vertical: 1000 ft
    grace: 0 s
    warn_ahead: 30 s
`;

const flight = (id: string, callsign: string, address: string, start: string, heard: string): string => `
  - id: ${id}
    address: ${address}
    callsign: ${callsign}
    category: A3
    start: {${start}}
    heard_by: [${heard}]`;

/** Two meet head-on 130 s after the start, one of them heard by two sources; three others fly around them. */
const SCENARIO = `
skyaccord: scenario/1
id: meeting
title: Two meet head-on
origin: {latitude: 45 deg, longitude: -5 deg}
seed: 5
duration: 4 min
sources:
  - {id: near, technology: adsb, interval: 1 s, drop: 0.05, position_error: 8 m, position_accuracy: 15 m}
  - {id: far, technology: mlat, interval: 3 s, position_error: 60 m, position_accuracy: 90 m}
aircraft:${[
  flight(
    'one',
    'NORD1',
    'd1a001',
    'east: -16 NM, north: 0 NM, altitude: 9000 ft, track: 90 deg, speed: 440 kt',
    '{source: near}',
  ),
  flight(
    'other',
    'MERI2',
    'd2b002',
    'east: 16 NM, north: 0.2 NM, altitude: 9000 ft, track: 270 deg, speed: 440 kt',
    '{source: near}, {source: far, offset: 0.4 s}',
  ),
  flight(
    'third',
    'NORD3',
    'd1a003',
    'east: 0 NM, north: 30 NM, altitude: 20000 ft, track: 360 deg, speed: 300 kt',
    '{source: near}',
  ),
  flight(
    'fourth',
    'MERI4',
    'd2b004',
    'east: 0 NM, north: -30 NM, altitude: 5000 ft, track: 180 deg, speed: 250 kt',
    '{source: far}',
  ),
  flight(
    'fifth',
    'PLX5',
    'd4c005',
    'east: 30 NM, north: 0 NM, altitude: 30000 ft, track: 0 deg, speed: 400 kt',
    '{source: near}',
  ),
].join('')}
`;

/** Four minutes with one case in the middle, as options of a node: quick to play, to take out and to check. */
export function meetingIn(folder: string): { readonly memorandum: string; readonly scenario: string } {
  const [memorandum, scenario] = [path.join(folder, 'meeting.memorandum.yaml'), path.join(folder, 'meeting.yaml')];
  writeFileSync(memorandum, MEMORANDUM);
  writeFileSync(scenario, SCENARIO);
  return { memorandum, scenario };
}
