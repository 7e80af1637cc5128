import type { Acting } from "../../app/engine/streams.ts";
import { openScopeDesk, type ScopeDesk } from "../../app/scope/scope-desk.ts";
import { componentOf } from "../../app/component-of.ts";
import { readOperand } from "../../app/release-operand.ts";
import type { Product } from "../../config/product.ts";
import type { ScopeCommand } from "../../domain/scope/scope-command.ts";
import { NO_SCOPE, type ScopeState } from "../../domain/scope/scope-state.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { sentenceOf } from "./render-scope.ts";

/** What a verb reads: the scope as it is stored, and how many events made it. */
export interface StoredScope {
  readonly product: Product;
  readonly state: ScopeState;
  readonly version: number;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The stored scope; an empty one where no ledger was begun. */
export async function readScope(call: Call): Promise<StoredScope> {
  const { services } = call;
  const product = await services.product();
  const now = services.clock.now() * 1000;
  const ledger = await services.ledger.openExisting();
  if (ledger === undefined) return { product, state: NO_SCOPE, version: 0, now };
  try {
    const { state, version } = await deskOf(call, product, ledger).read();
    return { product, state, version, now };
  } finally {
    await ledger.close();
  }
}

/** Has one command decided and recorded, and tells what came of it. */
export async function actOnScope(
  call: Call,
  commandOf: (product: Product, now: number) => ScopeCommand | Promise<ScopeCommand>,
): Promise<ExitCode> {
  const { services, output } = call;
  const product = await services.product();
  const [command, acting] = [await commandOf(product, services.clock.now() * 1000), await actingOf(call)];
  const ledger = await services.ledger.open();
  try {
    const { events, warnings } = await deskOf(call, product, ledger).act(command, acting);
    if (call.json) output.document({ events, warnings });
    else {
      for (const warning of warnings) output.warn(warning);
      output.answer(events.map(sentenceOf).join("\n"));
    }
    return EXIT.done;
  } finally {
    await ledger.close();
  }
}

/** A release as the scope names it: `[COMPONENT@]X.Y.Z`. */
export function releaseName(product: Product, text: string): string {
  const { component, text: version } = readOperand(text, product);
  return component.name === null ? version : `${component.name}@${version}`;
}

/** A component that exists; `null` where none is named. */
export function componentName(product: Product, text: string | undefined): string | null {
  return text === undefined ? null : componentOf(product, text).name;
}

function deskOf(
  { services }: Call,
  product: Product,
  ledger: Parameters<typeof openScopeDesk>[0]["ledger"],
): ScopeDesk {
  return openScopeDesk({
    ledger,
    product,
    now: () => services.clock.now() * 1000,
    authority: async (_, { id, role }) => ({ actor: { who: id, role }, reads: [] }),
    separate: true,
  });
}

async function actingOf(call: Call): Promise<Acting> {
  const { identity } = call.services;
  const as = call.text("as");
  const known = as === undefined ? await identity.current() : { name: as, email: as };
  return {
    id: known.email,
    name: known.name,
    role: call.text("role") ?? "contributor",
    origin: { host: identity.host, client: "slipway (asserted)" },
  };
}
