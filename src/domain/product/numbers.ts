import { err, ok, type Result } from "../../kernel/result.ts";
import type { Refusal } from "../release/command.ts";
import type { NumberOf, ProductEvent } from "./product-event.ts";
import type { ProductState } from "./product-state.ts";

type Decision = Result<readonly ProductEvent[], Refusal>;

/** Gives a release its number. One that somebody has, or that stands in a tag, is not given again, whatever became of it. */
export function reserveNumber({ numbers }: ProductState, wish: NumberOf): Decision {
  const { version, release, component } = wish;
  const taken = [...numbers.values()].find(
    (each) => each.version === version && each.component === component && each.state !== "freed",
  );
  const label = component === null ? version : `${component} ${version}`;
  if (taken !== undefined) {
    const how = taken.state === "burned" ? "was used by" : "is reserved for";
    return err({ code: "number-taken", found: `${label} ${how} ${taken.release}`, expected: "a number nobody has" });
  }
  if (numbers.has(release))
    return err({ code: "release-exists", found: `there was a release ${release}`, expected: "an id nobody has" });
  return ok([{ type: "number-reserved", version, release, component }]);
}

/** Gives the number of a release back that nobody saw. */
export function freeNumber({ numbers }: ProductState, release: string, reason: string): Decision {
  const held = numbers.get(release);
  if (held === undefined || held.state === "freed") return ok([]);
  const { state, ...number } = held;
  if (state === "burned")
    return err({ code: "number-burned", found: `${held.version} stands in a tag`, expected: "another number" });
  return ok([{ type: "number-freed", ...number, reason }]);
}

/** The number of a release stands in a tag from now on. */
export function burnNumber({ numbers }: ProductState, release: string): Decision {
  const held = numbers.get(release);
  if (held === undefined || held.state === "freed")
    return err({ code: "no-number", found: `${release} has no number`, expected: "a release that was started" });
  const { state, ...number } = held;
  return ok(state === "burned" ? [] : [{ type: "number-burned", ...number }]);
}
