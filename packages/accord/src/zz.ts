import { readFileSync } from 'node:fs';
import { readScenario, scenarioObservations } from '@skyaccord/wire';
import { parseMemorandum, tickOf, Watch } from './index.ts';

const START = 1735732800000;
const obs = scenarioObservations(readScenario(readFileSync('scenarios/october.yaml', 'utf8')), START);
const { memorandum } = parseMemorandum(readFileSync('scenarios/october.memorandum.yaml', 'utf8'));
const w = new Watch({ memorandum });
let i = 0;
const out: any[] = [];
const s = performance.now();
while (i < obs.length) {
  const t = tickOf(obs[i]!.time_ms);
  const b = [];
  while (i < obs.length && tickOf(obs[i]!.time_ms) === t) b.push(obs[i++]!);
  out.push(...w.advance(t, b));
}
out.push(...w.finish());
console.log('ms', performance.now() - s, 'outcomes', out.length);
const name = new Map<string, string>();
for (const o of out) {
  const T = ((o.time_ms - START) / 1000).toFixed(1);
  if (o.kind === 'track_started' || o.kind === 'track_identified') {
    name.set(o.track, o.identity.callsign ?? o.track);
    if (o.kind === 'track_started') continue;
    console.log(T, o.kind, o.track, o.identity.callsign, o.identity.party, o.identity.crew);
  } else if (o.kind.startsWith('alert_') && o.alert.a) {
    if (o.kind === 'alert_updated' && process.argv[2] !== 'all') continue;
    console.log(
      T,
      o.kind,
      o.alert.level,
      o.alert.kind,
      o.alert.a.callsign,
      o.alert.b.callsign,
      o.alert.findings.map((f: any) => f.clause + ':' + f.level).join(),
      o.alert.advice.map((a: any) => a.words).join(' | '),
    );
  } else if (o.kind === 'encounter_closed')
    console.log(
      T,
      'closed',
      o.encounter.a_callsign,
      o.encounter.b_callsign,
      o.encounter.kind,
      (o.encounter.h_cpa_m / 1852).toFixed(3),
      o.encounter.alerted,
      JSON.stringify(o.encounter.breaches.map((b: any) => [b.clause, b.duration_s])),
      JSON.stringify(o.encounter.losses.map((b: any) => [b.clause, b.duration_s])),
    );
  else if (o.kind === 'case_closed') console.log(T, o.kind, o.case.id);
  else console.log(T, o.kind, o.alert ?? o.track ?? o.case ?? JSON.stringify(o));
}
