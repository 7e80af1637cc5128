import { EMPTY_ACCESS, type AccessState } from "../../domain/access/access-state.ts";
import { ACCESS_STREAM } from "../engine/access-stream.ts";
import { productId } from "../engine/product-id.ts";
import { openStreams } from "../engine/streams.ts";
import type { Services } from "../services.ts";

/** Who holds which role. Begins no ledger. */
export async function readAccess(services: Services): Promise<AccessState> {
  const stream = productId(await services.product());
  const ledger = await services.ledger.openExisting();
  if (ledger === undefined) return EMPTY_ACCESS;
  try {
    return (await openStreams(ledger).load(ACCESS_STREAM, stream)).state;
  } finally {
    await ledger.close();
  }
}
