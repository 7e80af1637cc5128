import { isRequired, type Suite } from "../../../domain/evidence/suite.ts";
import { versionOf } from "../../../domain/version/version.ts";
import { nearest } from "../../../kernel/nearest.ts";
import { err, ok, type Result } from "../../../kernel/result.ts";
import type { Job } from "../../engine-ports.ts";
import { milliseconds } from "../step-settings.ts";
import type { RunSettings } from "./settings.ts";

/** One command of a step. */
export interface Part {
  /** Names its run: the effect, or a part of it. */
  readonly id: string;
  /** Name of the suite, or of the step. */
  readonly name: string;
  readonly command: string;
  readonly shell: string;
  readonly timeoutMs: number;
  /** What its report has to show; `null`: only how the command ends counts. */
  readonly report: ReportPlan | null;
}

export interface ReportPlan {
  /** `null`: what it prints is the report. */
  readonly file: string | null;
  readonly format: string | null;
  /** Each count that was declared has to be met. */
  readonly counts: readonly number[];
}

export interface RunPlan {
  readonly parts: readonly Part[];
  /** Suites that run elsewhere: their evidence has to be there. */
  readonly elsewhere: readonly Suite[];
}

const TIMEOUT_MS = 600_000;

/** What a step of kind `run` has to do, or what is missing to do anything. */
export function planRun(
  settings: RunSettings,
  { effect, work, release }: Pick<Job, "effect" | "work" | "release">,
  suites: readonly Suite[],
): Result<RunPlan, string> {
  const { command, operation, suite, template } = settings;
  const what = suite ?? template ?? work.name;
  if (command !== undefined) return ok({ parts: [commandPart(settings, command, effect, what)], elsewhere: [] });
  if (operation !== undefined)
    return err(`nothing says how to ${operation} the product; set \`with.command\` of step ${work.name}`);
  const named = suites.find(({ name }) => name === (suite ?? template));
  if (suite !== undefined && named === undefined) return err(unknownSuite(suite, suites));
  if (template !== undefined && named === undefined)
    return err(`nothing says how to do ${template}; set \`with.command\` of step ${work.name}, or add the suite`);
  const version = versionOf(release.version);
  const needed = named === undefined ? suites.filter((each) => version && isRequired(each, version)) : [named];
  if (needed.length === 0)
    return err(`there is nothing to run; configure \`tests.suites\`, or set \`with.command\` of step ${work.name}`);
  return ok({
    parts: needed.flatMap((each) => suitePart(settings, each, effect)),
    elsewhere: needed.filter((each) => each.command === null),
  });
}

function commandPart(settings: RunSettings, command: string, id: string, name: string): Part {
  const { suite, report, format, expected, shell = "sh" } = settings;
  const hasReport = [suite, report, format, expected].some((each) => each !== undefined);
  const plan = { file: report ?? null, format: format ?? null, counts: expected === undefined ? [] : [expected] };
  const timeoutMs = milliseconds(settings.timeout, TIMEOUT_MS);
  return { id, name, command, shell, timeoutMs, report: hasReport ? plan : null };
}

function suitePart(settings: RunSettings, { name, command, count, ...suite }: Suite, effect: string): Part[] {
  if (command === null) return [];
  const report = {
    file: settings.report ?? suite.report,
    format: settings.format ?? suite.format,
    counts: [count, settings.expected ?? null].filter((each) => each !== null),
  };
  const { shell = "sh" } = settings;
  return [
    {
      id: `${effect}/${name}`,
      name,
      command,
      shell,
      timeoutMs: milliseconds(settings.timeout, suite.timeoutMs),
      report,
    },
  ];
}

function unknownSuite(name: string, suites: readonly Suite[]): string {
  const names = suites.map((suite) => suite.name);
  const suggestion = nearest(name, names);
  const hint = suggestion === undefined ? "" : `; did you mean "${suggestion}"?`;
  return `there is no test suite "${name}", \`tests.suites\` has ${names.join(", ") || "none"}${hint}`;
}
