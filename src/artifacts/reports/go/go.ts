import * as z from "zod/mini";
import { err, ok } from "../../../kernel/result.ts";
import type { ReportFormat } from "../report-format.ts";
import { utcTime } from "../report-text.ts";
import { TestTally, type Outcome } from "../test-tally.ts";

const schema = z.object({
  Time: z.optional(z.string()),
  Action: z.string(),
  Package: z.optional(z.string()),
  Test: z.optional(z.string()),
  Output: z.optional(z.string()),
});
type Event = z.infer<typeof schema>;

const OUTCOMES: Readonly<Record<string, Outcome>> = { pass: "passed", fail: "failed", skip: "skipped" };

/** The JSON lines of `go test -json`. Subtests count beside their test, as go's own tools count them. */
export const go: ReportFormat = {
  name: "go",
  aliases: ["gotest", "go-test"],
  title: "go test -json",
  recognises: ({ text }) => /^\s*\{[^\n]*"Action":"[a-z-]+"/.test(text),
  read({ text }) {
    const run = new GoRun();
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      if (line.trim() === "") continue;
      const event = eventIn(line);
      if (event === undefined) return err({ kind: "broken", found: `line ${index + 1} is no event` });
      run.add(event);
    }
    return ok(run.report());
  },
};

class GoRun {
  readonly #tally = new TestTally();
  /** Tests that have begun and not ended, with the end of what they printed. */
  readonly #open = new Map<string, string>();
  readonly #failedPackages = new Set<string>();
  #time: string | undefined;

  add({ Time, Action, Package = "", Test, Output = "" }: Event): void {
    this.#time ??= Time;
    const name = Test === undefined ? Package : `${Package}.${Test}`;
    const outcome = OUTCOMES[Action];
    if (Test === undefined) {
      if (outcome === "failed") this.#endPackage(Package);
    } else if (outcome !== undefined) {
      this.#tally.add(outcome, name, this.#open.get(name));
      if (outcome === "failed") this.#failedPackages.add(Package);
      this.#open.delete(name);
    } else if (Action === "run") this.#open.set(name, "");
    else if (Action === "output") this.#open.set(name, `${this.#open.get(name) ?? ""}${Output}`.slice(-1000));
  }

  report() {
    for (const [name, output] of this.#open) this.#tally.add("failed", name, `it did not end: ${output}`);
    return this.#tally.report({ format: "go", tool: "go test", time: utcTime(this.#time) });
  }

  /** A package that fails without a failed test did not compile, or died. */
  #endPackage(name: string): void {
    const isExplained =
      this.#failedPackages.has(name) || [...this.#open.keys()].some((test) => test.startsWith(`${name}.`));
    if (!isExplained) this.#tally.add("failed", `the package ${name}`, "it did not build, or ended outside its tests");
  }
}

function eventIn(line: string): Event | undefined {
  try {
    const parsed = z.safeParse(schema, JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
