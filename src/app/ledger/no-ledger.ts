import { SlipwayError } from "../../kernel/problem.ts";
import type { Ledger } from "../ledger-ports.ts";

/** What stands for a ledger where none was begun: whoever looks finds nothing recorded, and begins none by looking. */
export const NO_LEDGER: Ledger = {
  place: "nowhere",
  append: notBegun,
  recorded: async () => undefined,
  read: async () => ({ version: 0, events: [] }),
  size: async () => 0,
  entries: async function* () {},
  find: async () => [],
  compareReadModels: async () => [],
  rebuildReadModels: notBegun,
  restore: notBegun,
  close: async () => undefined,
  blobs: { put: notBegun, take: notBegun, read: notBegun, list: async () => [], remove: notBegun },
};

/** Approving a process begins one, and nothing else is recorded before that. */
async function notBegun(): Promise<never> {
  throw new SlipwayError({
    code: "no-ledger",
    kind: "refused",
    found: "nothing is recorded here yet",
    expected: "a ledger, which the first role or the first approved process begins",
    action: "`slipway access grant` and `slipway process approve` come first",
  });
}
