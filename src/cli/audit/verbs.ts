import type { Call, ExitCode } from "../command.ts";

interface AuditVerb {
  /** What stands after the verb; in brackets when it may be left out. */
  readonly operand?: string;
  /** Loaded when it is used. */
  load(): Promise<(call: Call, operand: string | undefined) => Promise<ExitCode>>;
}

/** What `slipway audit` can do. */
export const AUDIT_VERBS: ReadonlyMap<string, AuditVerb> = new Map<string, AuditVerb>([
  ["log", { load: async () => (await import("./read-verbs.ts")).log }],
  ["show", { operand: "INDEX", load: async () => (await import("./read-verbs.ts")).show }],
  ["verify", { operand: "[DIR]", load: async () => (await import("./proof-verbs.ts")).verify }],
  ["prove", { operand: "INDEX", load: async () => (await import("./proof-verbs.ts")).prove }],
  ["check-proof", { operand: "FILE", load: async () => (await import("./proof-verbs.ts")).checkProofFile }],
  ["export", { operand: "DIR", load: async () => (await import("./publish-verbs.ts")).exportTo }],
  ["publish", { load: async () => (await import("./publish-verbs.ts")).publish }],
  ["witness", { operand: "DIR", load: async () => (await import("./witness-verb.ts")).witness }],
  ["key", { load: async () => (await import("./publish-verbs.ts")).key }],
]);
