import { NO_SCOPE, type ScopeState } from "../../domain/scope/scope-state.ts";
import { productId } from "../engine/product-id.ts";
import { SCOPE_STREAM } from "../engine/scope-stream.ts";
import { openStreams } from "../engine/streams.ts";
import type { Services } from "../services.ts";

/** The scope of the product, and how many events made it. Begins no ledger. */
export async function readScope(services: Services): Promise<{ readonly state: ScopeState; readonly version: number }> {
  const id = productId(await services.product());
  const ledger = await services.ledger.openExisting();
  if (ledger === undefined) return { state: NO_SCOPE, version: 0 };
  try {
    return await openStreams(ledger).load(SCOPE_STREAM, id);
  } finally {
    await ledger.close();
  }
}
