import type { TestReport } from "../../../domain/evidence/report.ts";
import type { ReportFault } from "../report-format.ts";
import { oneLine, utcTime } from "../report-text.ts";
import { TestTally, type Outcome } from "../test-tally.ts";

const KEPT_CHARACTERS = 1000; // of the text of one failure

type Attributes = Readonly<Record<string, string>>;

interface OpenSuite {
  readonly name: string;
  /** What the suite says it holds. */
  readonly tests: number;
  readonly bad: number;
  /** What was found in it so far, suites inside included. */
  seen: number;
  seenBad: number;
}

interface OpenCase {
  readonly name: string;
  outcome: Outcome;
  message: string;
  /** Whether an error, and not an assertion, made it fail. */
  isError: boolean;
}

/** Follows the elements of one JUnit document. */
export class JUnitRun {
  readonly #tally = new TestTally();
  readonly #suites: OpenSuite[] = [];
  #root: string | undefined;
  #time: string | undefined;
  #case: OpenCase | undefined;
  /** Name of the element that tells of a failure, while it is open. */
  #failure: string | undefined;
  #contradiction: string | undefined;
  /** Name of the test before, when it failed. */
  #failedBefore: string | undefined;

  open(name: string, attributes: Attributes): void {
    this.#root ??= name;
    this.#time ??= attributes["timestamp"];
    if (name === "testsuite") this.#suites.push(openSuite(attributes));
    else if (name === "testcase") this.#case = openCase(attributes);
    else if (name === "failure" || name === "error") this.#fail(name, attributes);
    else if (name === "skipped" && this.#case?.outcome === "passed") this.#case.outcome = "skipped";
  }

  text(words: string): void {
    const open = this.#case;
    if (this.#failure === undefined || open === undefined || open.message.length >= KEPT_CHARACTERS) return;
    open.message += words.slice(0, KEPT_CHARACTERS);
  }

  close(name: string): void {
    if (name === this.#failure) this.#failure = undefined;
    const isOutsideTests = this.#case?.name === OUTSIDE && (name === "failure" || name === "error");
    if (name === "testcase" || isOutsideTests) this.#endCase();
    else if (name === "testsuite") this.#endSuite();
  }

  fault(): ReportFault | undefined {
    if (this.#root !== "testsuites" && this.#root !== "testsuite")
      return { kind: "broken", found: `its outermost element is <${this.#root}>, not <testsuites> or <testsuite>` };
    return this.#contradiction === undefined ? undefined : { kind: "contradiction", found: this.#contradiction };
  }

  report(): TestReport {
    return this.#tally.report({ format: "junit", tool: null, time: utcTime(this.#time) });
  }

  /** A failure that stands in no test, for example of the set-up of a suite, counts as one. */
  #fail(name: string, { message }: Attributes): void {
    const isFirst = this.#case?.outcome !== "failed";
    this.#case ??= { name: OUTSIDE, outcome: "failed", message: "", isError: true };
    this.#case.outcome = "failed";
    this.#case.isError = name === "error";
    if (isFirst && message !== undefined) this.#case.message = `${message} `;
    this.#failure = name;
    for (const suite of this.#suites) suite.seenBad++;
  }

  #endCase(): void {
    const { name, outcome, message, isError } = this.#case!;
    this.#case = undefined;
    if (isError && name !== OUTSIDE && name === this.#failedBefore) return; // pytest tells of a test that also fails in its tear-down twice
    this.#failedBefore = outcome === "failed" ? name : undefined;
    this.#tally.add(
      outcome,
      name === OUTSIDE ? `outside the tests of ${this.#suites.at(-1)?.name ?? "the run"}` : name,
      message,
    );
    if (name !== OUTSIDE) for (const suite of this.#suites) suite.seen++;
  }

  #endSuite(): void {
    const { name, tests, bad, seen, seenBad } = this.#suites.pop()!;
    if (tests > seen) this.#contradiction ??= `suite ${name} says it has ${tests} tests, and holds ${seen}`;
    else if (bad > seenBad)
      this.#contradiction ??= `suite ${name} says that ${bad} failed, and holds ${seenBad} failures`;
  }
}

const OUTSIDE = "\0";

function openSuite(attributes: Attributes): OpenSuite {
  return {
    name: oneLine(attributes["name"] ?? "") || "without a name",
    tests: numberIn(attributes["tests"]),
    bad: numberIn(attributes["failures"]) + numberIn(attributes["errors"]),
    seen: 0,
    seenBad: 0,
  };
}

/** googletest says in an attribute that a test was not run. */
function openCase({ name = "", classname = "", status = "" }: Attributes): OpenCase {
  const isRepeated = classname === "" || name.startsWith(classname);
  const notRun = /^(?:notrun|disabled|skipped)$/.test(status);
  return {
    name: isRepeated ? name : `${classname}.${name}`,
    outcome: notRun ? "skipped" : "passed",
    message: "",
    isError: false,
  };
}

function numberIn(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
