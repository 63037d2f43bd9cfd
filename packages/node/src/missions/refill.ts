import type { Ledger, Outcome } from '@skyaccord/accord';

/** Outcomes asked for at once. */
const PAGE = 5_000;
const TOLD: ReadonlySet<string> = new Set(['alert_raised', 'alert_updated', 'encounter_closed']);

type Numbered = { readonly sequence: number; readonly outcome: unknown };

/** Older outcomes than so many are left to the journal: a start must not wait for years of them. */
const MOST = 200_000;

/**
 * Gives the ledger what the journal holds of what the watch advised, in its order; `count`: outcomes that there are.
 */
export async function refillLedger(
  ledger: Ledger,
  count: number,
  outcomes: (after: number, limit: number) => Promise<readonly Numbered[]>,
): Promise<void> {
  for (let after = Math.max(0, count - MOST); ; ) {
    const page = await outcomes(after, PAGE);
    for (const { outcome } of page) if (TOLD.has((outcome as Outcome).kind)) ledger.told(outcome as Outcome);
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}
