import type { LedgerAccess } from "../ledger-ports.ts";
import { fine, problem, type Seen } from "./finding.ts";

/** Comparing reads the whole log; up to so many entries it takes a second or two. */
const COMPARED_MAX = 50_000;

/** Whether the ledger can be opened, and what is computed from it agrees with it. None is made. */
export async function checkLedger(access: LedgerAccess): Promise<readonly Seen[]> {
  const ledger = await access.openExisting();
  if (ledger === undefined) return [fine("no ledger was begun")];
  try {
    const size = await ledger.size();
    const counted = `${ledger.place}: ${size} entries`;
    if (size > COMPARED_MAX) return [fine(`${counted}, too many to compare here; \`slipway audit verify\` does`)];
    const differences = await ledger.compareReadModels();
    if (differences.length === 0) return [fine(`${counted}, and what is computed from them agrees`)];
    return [problem(`${counted}; ${differences[0]}`, "`slipway audit verify` tells whether entries were changed, too")];
  } finally {
    await ledger.close();
  }
}
