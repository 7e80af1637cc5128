import { componentOf } from "../../app/component-of.ts";
import { readOperand } from "../../app/release-operand.ts";
import { actOnScope } from "../../app/scope/act-on-scope.ts";
import type { Product } from "../../config/product.ts";
import type { ScopeCommand } from "../../domain/scope/scope-command.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { sentenceOf } from "./render-scope.ts";

/** Has one command decided and recorded, and tells what came of it. */
export async function act(
  call: Call,
  commandOf: (product: Product) => ScopeCommand | Promise<ScopeCommand>,
): Promise<ExitCode> {
  const { services, output } = call;
  const product = await services.product();
  const { separation } = (await services.process()).process;
  const now = () => services.serverNow();
  const command = await commandOf(product);
  const claim = { as: call.text("as"), role: call.text("role") };
  const ledger = await services.ledger.open();
  try {
    const tools = { ledger, product, separation, identity: services.identity, now };
    const { events, warnings } = await actOnScope(tools, command, claim);
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
