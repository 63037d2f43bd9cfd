import type { CaseAct, CaseSide, Figures, Report, ReportedAircraft } from '@skyaccord/accord';
import { reportedFigures } from '@skyaccord/accord';

/** The opening of a case on a report: what it tells of time and aircraft. `parties`: those of the memorandum. */
export function openedFrom(report: Report, parties: readonly string[]): Extract<CaseAct, { act: 'opened' }> {
  const sideOf = ({ callsign, party }: ReportedAircraft, otherwise: string | null): CaseSide => ({
    track: null,
    callsign,
    party: party !== null && parties.includes(party) ? party : otherwise,
  });
  const sides = [sideOf(report.own, report.party), sideOf(report.other, null)] as const;
  const named = new Set(sides.flatMap(({ party }) => (party === null ? [] : [party])));
  const figures: Figures = reportedFigures(report);
  return {
    act: 'opened',
    basis: 'report',
    time_ms: report.time_ms,
    sides,
    parties: [...named.add(report.party)].sort(),
    class: null,
    clause: null,
    recorded: figures,
    withheld: [],
  };
}
