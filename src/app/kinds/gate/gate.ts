import * as z from "zod/mini";
import type { Performer } from "../../engine-ports.ts";
import { SCOPE_CHECKS } from "../../../domain/release/scope-gate.ts";
import type { Kind } from "../kind.ts";

const gateSettings = z.strictObject({
  /** Steps that have to have succeeded; such a gate is judged without an effect. */
  of: z.optional(z.array(z.string())),
  check: z.optional(z.enum(["previous-version", ...SCOPE_CHECKS])),
});

/** A gate that looks at the world instead of at other steps. */
export const GATE: Kind = { settings: gateSettings, open: openGate };

function openGate(): Performer {
  return {
    async perform({ release }) {
      const previous = [...release.facts.keys()].filter((key) => key.startsWith("previous:"));
      const says = previous.length === 0 ? "no earlier version was ever verified" : "there is a version to go back to";
      return { outcome: previous.length === 0 ? "closed" : "open", says };
    },
    observe: async () => "repeat",
  };
}
