import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { isSlipwayError, SlipwayError, type Problem } from "../kernel/problem.ts";
import { nearest } from "../kernel/nearest.ts";
import { EXIT, GLOBAL_FLAGS, type Command, type ExitCode, type Flag } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { consoleOutput } from "./output.ts";
import { exitCodeOf, printBug, printProblems } from "./print-error.ts";

/** Other ways to type `slipway version`. */
const VERSION_FLAGS: ReadonlySet<string> = new Set(["--version", "-V"]);

/** Runs one command line and returns its exit code. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  const json = args.includes("--json");
  const output = consoleOutput(json);
  try {
    const name = commandName(args);
    const asksForHelp = name === "help" || args.includes("--help") || args.includes("-h");
    if (name === undefined && json && !asksForHelp) throw new SlipwayError(noCommand());
    if (name === undefined || name === "help") return await overview(asksForHelp);
    const load = COMMANDS[name];
    if (load === undefined) throw new SlipwayError(unknownCommand(name));
    return await run(await load(), name === "version" ? args.filter((word) => !VERSION_FLAGS.has(word)) : args, json);
  } catch (error) {
    if (!isSlipwayError(error)) return printBug(error, output, json);
    printProblems(error.problems, output, json);
    return exitCodeOf(error.problems);
  }
}

/** The first word that is neither a flag nor the value of one. */
function commandName(args: readonly string[]): string | undefined {
  const takesValue = new Set(GLOBAL_FLAGS.flatMap((flag) => (flag.value === undefined ? [] : `--${flag.name}`)));
  for (let index = 0; index < args.length; index++) {
    const word = args[index]!;
    if (takesValue.has(word)) index++;
    else if (!word.startsWith("-")) return word;
    else if (VERSION_FLAGS.has(word)) return "version";
  }
  return undefined;
}

async function overview(asksForHelp: boolean): Promise<ExitCode> {
  const { printOverview } = await COMMANDS_HELP();
  await printOverview();
  return asksForHelp ? EXIT.done : EXIT.wrongUse;
}

const COMMANDS_HELP = () => import("./commands/help.ts");

async function run(command: Command, args: readonly string[], json: boolean): Promise<ExitCode> {
  if (args.includes("--help") || args.includes("-h")) {
    const { printHelp } = await COMMANDS_HELP();
    printHelp(command);
    return EXIT.done;
  }
  const { values, positionals } = parse(command, args);
  const operands = positionals.slice(1);
  const [least, most] = command.arity ?? [0, 0];
  if (operands.length < least || operands.length > most) throw new SlipwayError(wrongOperands(command, operands));
  const texts = (flag: string): readonly string[] =>
    [values[flag] ?? []].flat().filter((value) => typeof value === "string");
  const text = (flag: string): string | undefined => texts(flag).at(-1);
  const output = consoleOutput(json);
  const folder = folderOf(text("repo"));
  const { compose } = await import("./services.ts");
  return command.run({
    operands,
    text,
    texts,
    has: (flag) => values[flag] === true,
    json,
    commands: () => Promise.all(Object.values(COMMANDS).map((load) => load())),
    services: compose({ folder, configFile: text("config") }),
    output,
  });
}

/** How a hook or a script tells git which repository it means. */
const GIT_PLACES = ["DIR", "WORK_TREE", "INDEX_FILE", "OBJECT_DIRECTORY", "COMMON_DIR", "NAMESPACE", "PREFIX"];

/** The repository that was named, whatever a hook that calls us told git about its own; otherwise where we stand. */
function folderOf(repo: string | undefined): string {
  if (repo === "") throw new SlipwayError(noFolder("--repo got an empty name"));
  if (repo !== undefined) for (const place of GIT_PLACES) delete process.env[`GIT_${place}`];
  try {
    return repo === undefined ? process.cwd() : resolve(repo);
  } catch (error) {
    throw new SlipwayError(noFolder("the current folder does not exist any more"), { cause: error });
  }
}

function noFolder(found: string): Problem {
  return {
    code: "no-folder",
    kind: "input",
    found,
    expected: "the folder of a git repository",
    action: "change into one, or name it with --repo DIR",
  };
}

function noCommand(): Problem {
  return {
    code: "no-command",
    kind: "input",
    found: "no command was given",
    expected: `one of ${Object.keys(COMMANDS).join(", ")}`,
    action: "`slipway help` explains them",
  };
}

function parse(command: Command, args: readonly string[]) {
  const flags = [...GLOBAL_FLAGS, ...command.flags];
  const options = Object.fromEntries(
    flags.map((flag) => [
      flag.name,
      {
        type: flag.value === undefined ? ("boolean" as const) : ("string" as const),
        multiple: flag.repeats ?? false,
        ...(flag.short === undefined ? {} : { short: flag.short }),
      },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new SlipwayError(wrongFlag(command, flags, error as Error), { cause: error });
  }
}

function unknownCommand(name: string): Problem {
  const suggestion = nearest(name, Object.keys(COMMANDS));
  return {
    code: "unknown-command",
    kind: "input",
    found: `there is no command "${name}"`,
    expected: `one of ${Object.keys(COMMANDS).join(", ")}`,
    action: suggestion === undefined ? "`slipway help` explains them" : `did you mean "${suggestion}"?`,
  };
}

function wrongOperands(command: Command, operands: readonly string[]): Problem {
  const given = operands.length === 0 ? "no argument" : `the arguments ${operands.join(" ")}`;
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway ${command.name}\` got ${given}`,
    expected: `slipway ${command.name} ${command.operands ?? "(no arguments)"}`,
    action: `\`slipway ${command.name} --help\` shows examples`,
  };
}

function wrongFlag(command: Command, flags: readonly Flag[], error: Error): Problem {
  const word = /'(-[^' ]*)/.exec(error.message)?.[1] ?? "";
  const suggestion = nearest(
    word,
    flags.map((flag) => `--${flag.name}`),
  );
  const known = flags.map((flag) => `--${flag.name}${flag.value === undefined ? "" : ` ${flag.value}`}`);
  const isKnown = flags.some((flag) => `--${flag.name}` === word);
  const hint =
    suggestion === undefined || isKnown
      ? `\`slipway ${command.name} --help\` shows examples`
      : `did you mean ${suggestion}?`;
  return {
    code: "wrong-flag",
    kind: "input",
    found: error.message.split(". To specify")[0]!.split("\n")[0]!,
    expected: known.join(", "),
    action: hint,
  };
}
