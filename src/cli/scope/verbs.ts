import type { Call, ExitCode } from "../command.ts";

interface ScopeVerb {
  /** What stands after the verb; in brackets when it may be left out. */
  readonly operands: string;
  /** Loaded when it is used. */
  load(): Promise<(call: Call) => Promise<ExitCode>>;
}

const item = () => import("./item-verbs.ts");
const plan = () => import("./plan-verbs.ts");
const read = () => import("./read-verbs.ts");

/** What `slipway scope` can do. */
export const SCOPE_VERBS: ReadonlyMap<string, ScopeVerb> = new Map<string, ScopeVerb>([
  ["list", { operands: "[RELEASE]", load: async () => (await read()).list }],
  ["show", { operands: "ITEM", load: async () => (await read()).show }],
  ["report", { operands: "RELEASE", load: async () => (await read()).report }],
  ["add", { operands: "ITEM", load: async () => (await item()).add }],
  ["change", { operands: "ITEM", load: async () => (await item()).change }],
  ["approve", { operands: "ITEM", load: async () => (await item()).approve }],
  ["evidence", { operands: "ITEM KINDS", load: async () => (await item()).evidence }],
  ["move", { operands: "ITEM [STAGE]", load: async () => (await item()).move }],
  ["target", { operands: "ITEM RELEASE", load: async () => (await item()).target }],
  ["defer", { operands: "ITEM RELEASE", load: async () => (await item()).defer }],
  ["remove", { operands: "ITEM", load: async () => (await item()).remove }],
  ["freeze", { operands: "RELEASE", load: async () => (await plan()).freeze }],
  ["request", { operands: "RELEASE add|remove|defer ITEM", load: async () => (await plan()).request }],
  ["decide", { operands: "REQUEST|ITEM VERDICT", load: async () => (await plan()).decide }],
  ["consent", { operands: "RELEASE COMMIT", load: async () => (await plan()).consent }],
  ["risk", { operands: "RELEASE NAME", load: async () => (await plan()).risk }],
  ["milestone", { operands: "RELEASE NAME", load: async () => (await plan()).milestone }],
  ["capacity", { operands: "RELEASE NUMBER", load: async () => (await plan()).capacity }],
  ["close", { operands: "RELEASE", load: async () => (await plan()).close }],
]);
