import { notesOfRelease, writtenNotes } from "../../app/notes-of-release.ts";
import { notesSources } from "../../app/notes-sources.ts";
import { readScope } from "../../app/scope/read-scope.ts";
import { notesHtml } from "../../domain/notes/notes-html.ts";
import { notesMarkdown } from "../../domain/notes/notes-markdown.ts";
import { AUDIENCES } from "../../domain/notes/notes.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command } from "../command.ts";

const FORMATS = ["md", "html", "json"] as const;

export const notes: Command = {
  name: "notes",
  summary: "write the release notes of a version, for users, operators or auditors",
  operands: "[COMPONENT@]VERSION",
  arity: [1, 1],
  flags: [
    { name: "audience", value: "WHO", summary: "users (default), operators or auditors" },
    { name: "format", value: "NAME", summary: "md (default), html or json" },
  ],
  examples: [
    { command: "slipway notes 1.5.0", explains: "what users get to read" },
    { command: "slipway notes 1.5.0 --audience operators", explains: "migration, environment variables, rollback" },
    { command: "slipway notes 1.5.0 --audience auditors --format html", explains: "every commit, with the rule" },
    { command: "slipway notes api@2.0.0 --json", explains: "one component of several, as one JSON document" },
  ],
  async run(call) {
    const audience = choice(call, "audience", AUDIENCES);
    const format = call.json ? "json" : choice(call, "format", FORMATS);
    const { services } = call;
    const product = await services.product();
    if (format === "md") {
      const written = await writtenNotes(services, product, call.operands[0]!, audience);
      if (written !== undefined) {
        call.output.answer(written);
        return EXIT.done;
      }
    }
    const sources = await notesSources(services, product, async () => (await readScope(services)).state);
    const tools = { ...services, product, signals: services.signals(product), sources };
    const made = await notesOfRelease(tools, call.operands[0]!, audience);
    if (format === "json") call.output.document(made);
    else call.output.answer(format === "html" ? notesHtml(made) : notesMarkdown(made));
    return EXIT.done;
  },
};

/** The value of a flag that names one of a few things; the first is the default. */
function choice<T extends string>(call: Call, flag: string, values: readonly [T, ...T[]]): T {
  const text = call.text(flag);
  if (text === undefined) return values[0];
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw new SlipwayError({
    code: `unknown-${flag}`,
    kind: "input",
    found: `there is no ${flag} "${text}" of release notes`,
    expected: `one of ${values.join(", ")}`,
  });
}
