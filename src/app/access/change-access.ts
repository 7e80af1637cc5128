import type { AccessEvent } from "../../domain/access/access-event.ts";
import type { AccessState } from "../../domain/access/access-state.ts";
import type { Separation } from "../../domain/access/separation.ts";
import type { Refusal } from "../../domain/release/command.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import type { Result } from "../../kernel/result.ts";
import { ACCESS_STREAM } from "../engine/access-stream.ts";
import { actingAs } from "../engine/acting.ts";
import { PRODUCT_STREAM } from "../engine/product-stream.ts";
import { processInForce } from "../engine/read-process.ts";
import { productId } from "../engine/product-id.ts";
import { decideOnce, factsOf, openStreams } from "../engine/streams.ts";
import type { Services } from "../services.ts";

/** What a change of roles is decided on. */
export interface AccessScene {
  readonly access: AccessState;
  /** Id of the person who wants it. */
  readonly by: string;
  readonly separation: Separation;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Who acts, and in which role the log names them. */
export interface ByWhom {
  readonly as: string | undefined;
  readonly role: string;
}

/** Decides a change of roles on what holds now, and records it. Nothing is recorded when it holds already. */
export async function changeAccess(
  services: Services,
  { as, role }: ByWhom,
  decide: (scene: AccessScene) => Result<readonly AccessEvent[], Refusal>,
): Promise<readonly AccessEvent[]> {
  const working = (await services.process()).process;
  const stream = productId(await services.product());
  const ledger = await services.ledger.open();
  try {
    const streams = openStreams(ledger);
    return await decideOnce(async () => {
      const loaded = await streams.load(ACCESS_STREAM, stream);
      const product = await streams.load(PRODUCT_STREAM, stream);
      const { separation } = await processInForce(ledger.blobs, product.state, working);
      const now = services.serverNow();
      const acting = await actingAs(services.identity, loaded.state, { as, role });
      const decided = decide({ access: loaded.state, by: acting.id, separation, now });
      if (!decided.ok) throw new SlipwayError({ kind: "refused", ...decided.error });
      await streams.record(acting, [loaded, product], factsOf(ACCESS_STREAM, loaded, decided.value, now));
      return decided.value;
    });
  } finally {
    await ledger.close();
  }
}
