import type { AccessState } from "../../domain/access/access-state.ts";
import { ACCESS_STREAM } from "../engine/access-stream.ts";
import { productId } from "../engine/product-id.ts";
import { openStreams } from "../engine/streams.ts";
import type { Services } from "../services.ts";

/** Who holds which role; absent where there is no ledger, and none is begun. */
export async function readAccess(services: Services): Promise<AccessState | undefined> {
  const stream = productId(await services.product());
  const ledger = await services.ledger.openExisting();
  if (ledger === undefined) return undefined;
  try {
    return (await openStreams(ledger).load(ACCESS_STREAM, stream)).state;
  } finally {
    await ledger.close();
  }
}
