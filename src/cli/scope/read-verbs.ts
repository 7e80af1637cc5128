import { lateViolations } from "../../app/scope/late-commits.ts";
import { readScope } from "../../app/scope/read-scope.ts";
import { statusReport } from "../../domain/scope/report.ts";
import { isAccepted, itemsOf, releaseOf, type PlannedItem } from "../../domain/scope/scope-state.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Call, type ExitCode } from "../command.ts";
import { operand } from "./operands.ts";
import { renderItem, renderItems, renderReport } from "./render-scope.ts";
import { releaseName } from "./act.ts";

/** `scope list [RELEASE]` */
export async function list(call: Call): Promise<ExitCode> {
  const [product, { state }] = [await call.services.product(), await readScope(call.services)];
  const named = call.operands[1];
  const items = named === undefined ? [...state.items.values()] : itemsOf(state, releaseName(product, named));
  if (call.json) call.output.document({ items: items.map(viewOf) });
  else if (items.length > 0) call.output.answer(renderItems(items));
  else call.output.warn("there are no items: `slipway scope add`");
  return EXIT.done;
}

/** `scope show ITEM` */
export async function show(call: Call): Promise<ExitCode> {
  const { state } = await readScope(call.services);
  const item = state.items.get(operand(call, 1, "ITEM"));
  if (item === undefined) throw new SlipwayError(noItem(call.operands[1]!));
  if (call.json) call.output.document(viewOf(item));
  else call.output.answer(renderItem(item));
  return EXIT.done;
}

/** `scope report RELEASE`: where its plan stands, from the scope as it is stored and from git. */
export async function report(call: Call): Promise<ExitCode> {
  const [product, { state, version }] = [await call.services.product(), await readScope(call.services)];
  const now = call.services.serverNow();
  const release = releaseName(product, operand(call, 1, "RELEASE"));
  const violations = await lateViolations(call.services.repository, state, release);
  const status = {
    ...statusReport(state, release, { now, policy: product.planning }),
    violations,
    scopeVersion: version,
  };
  if (call.json) call.output.document(status);
  else call.output.answer(renderReport(status));
  return EXIT.done;
}

function viewOf(item: PlannedItem) {
  const evidence = Object.fromEntries([...item.evidence].map(([kind, shown]) => [kind, shown]));
  return {
    ...item,
    release: releaseOf(item) ?? null,
    component: item.component ?? null,
    accepted: isAccepted(item),
    evidence,
  };
}

function noItem(id: string) {
  return {
    code: "unknown-item",
    kind: "input" as const,
    found: `there is no scope item ${id}`,
    expected: "an item that was added",
    action: "`slipway scope list` shows them",
  };
}
