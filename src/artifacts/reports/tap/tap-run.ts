import type { ReportFault } from "../report-format.ts";
import type { Outcome } from "../test-tally.ts";

const LINE = /^((?: {4})*)(?:(not )?ok\b *(\d*) *(?:- )?(.*)|1\.\.(\d+).*|(\})|Bail out!(.*))$/;
const DIRECTIVE = /(?:^|\s)#\s*(?=skip\b|todo\b)/i;

interface Test {
  readonly outcome: Outcome;
  readonly name: string;
}

/** The lines of one depth, since the last line above it. */
interface Level {
  planned: number | undefined;
  /** Test lines at this depth. */
  seen: number;
  /** The tests they stand for. */
  readonly tests: Test[];
  /** The line that opened a block in braces below it. */
  opened: Point | undefined;
}

interface Point {
  readonly not: boolean;
  readonly name: string;
  readonly directive: string | undefined;
}

/** Follows the lines of one TAP document. */
export class TapRun {
  /** One for each depth, four blanks a step. */
  readonly #levels: Level[] = [];
  /** Indentation of the diagnostic block that is open. */
  #diagnostics: string | undefined;
  #fault: ReportFault | undefined;

  line(text: string): void {
    const block = /^( *)(?:(---)|\.\.\.)\s*$/.exec(text);
    if (this.#diagnostics !== undefined) {
      if (block !== null && block[1] === this.#diagnostics) this.#diagnostics = undefined;
      return;
    }
    if (block?.[2] !== undefined) this.#diagnostics = block[1];
    const found = LINE.exec(text);
    if (found === null) return;
    const [, indent = "", not, number, rest, planned, brace, bail] = found;
    const depth = indent.length / 4;
    if (bail !== undefined) this.#fault ??= { kind: "unfinished", found: `the run was given up:${bail}` };
    else if (brace !== undefined) this.#closeBraces(depth);
    else if (planned === undefined) this.#point(depth, pointOf(not !== undefined, number ?? "", rest ?? ""));
    else this.#plan(this.#level(depth), Number(planned));
  }

  end(): ReportFault | undefined {
    const whole = this.#level(0);
    this.#dropBelow(0);
    if (this.#fault !== undefined) return this.#fault;
    if (whole.planned === undefined)
      return { kind: "broken", found: "it has no plan (1..N), which a whole report has" };
    return this.#planFault(whole, "its plan");
  }

  tests(): readonly Test[] {
    return this.#level(0).tests;
  }

  #level(depth: number): Level {
    while (this.#levels.length <= depth)
      this.#levels.push({ planned: undefined, seen: 0, tests: [], opened: undefined });
    return this.#levels[depth]!;
  }

  #plan(level: Level, planned: number): void {
    if (level.planned !== undefined)
      this.#fault ??= { kind: "contradiction", found: `it has two plans, 1..${level.planned} and 1..${planned}` };
    level.planned = planned;
  }

  /** Tests inside stand before the line of their test, or after it in braces. */
  #point(depth: number, point: Point): void {
    const level = this.#level(depth);
    level.seen++;
    if (point.name.endsWith(" {") || point.directive?.endsWith(" {") === true) {
      this.#dropBelow(depth);
      level.opened = point;
    } else this.#settle(depth, point);
  }

  #closeBraces(depth: number): void {
    const level = this.#level(depth);
    if (level.opened !== undefined) this.#settle(depth, level.opened);
    level.opened = undefined;
  }

  #settle(depth: number, point: Point): void {
    const { tests } = this.#level(depth);
    const name = point.name.replace(/ \{$/, "").replace(/ # time=\S+$/, "");
    const inside = this.#inside(depth + 1, name);
    const own = { outcome: outcomeOf(point), name };
    if (inside === undefined) tests.push(own);
    else if (point.directive !== undefined)
      tests.push(
        ...inside.map((test) => ({ ...test, outcome: test.outcome === "failed" ? "skipped" : test.outcome }) as const),
      );
    else {
      tests.push(...inside.map((test) => ({ ...test, name: `${name} > ${test.name}` })));
      if (point.not && inside.every(({ outcome }) => outcome !== "failed")) tests.push(own);
    }
    this.#dropBelow(depth);
  }

  /** Lines that look like tests, but have no plan, are somebody's output. */
  #inside(depth: number, name: string): readonly Test[] | undefined {
    const level = this.#levels[depth];
    if (level?.planned === undefined) return undefined;
    this.#fault ??= this.#planFault(level, `the plan of "${name}"`);
    return level.tests;
  }

  #planFault({ planned, seen }: Level, plan: string): ReportFault | undefined {
    if (planned === seen) return undefined;
    return { kind: "contradiction", found: `${plan} says ${planned} tests, and ${seen} are reported` };
  }

  #dropBelow(depth: number): void {
    this.#levels.length = Math.min(this.#levels.length, depth + 1);
  }
}

function pointOf(not: boolean, number: string, rest: string): Point {
  const [description = "", directive] = rest.trimEnd().split(DIRECTIVE);
  return { not, name: description.trim() || `test ${number}`.trim(), directive };
}

/** A test that is still to be done may fail without harm, but it has not passed either. */
function outcomeOf({ not, directive }: Point): Outcome {
  if (directive !== undefined && /^skip/i.test(directive)) return "skipped";
  if (!not) return "passed";
  return directive === undefined ? "failed" : "skipped";
}
