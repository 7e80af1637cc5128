import type { InboxEntry } from "../../app/engine/inbox.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";
import { EXIT, type Command } from "../command.ts";
import { withEngine } from "../release/with-engine.ts";

export const inbox: Command = {
  name: "inbox",
  summary: "what waits for people, over all releases: what changed, what yes and no lead to, and the command",
  flags: [{ name: "as", value: "ID", summary: "only what waits for this person, or for whom they stand in" }],
  examples: [
    { command: "slipway inbox --as qa@example.org", explains: "what that person may decide now, longest first" },
  ],
  async run(call) {
    const { text, json, output, services } = call;
    const { readInbox } = await import("../../app/engine/inbox.ts");
    const entries = await withEngine(call, (engine) => readInbox(services, engine, text("as")));
    if (json) output.document({ entries });
    else if (entries.length === 0) output.answer("nothing waits for people");
    else output.answer(entries.map(rendered).join("\n\n"));
    return EXIT.done;
  },
};

function rendered(entry: InboxEntry): string {
  const { release, says, since, command, outcomes, changes, gates, risks, rollback } = entry;
  const width = Math.max(...outcomes.map(({ outcome }) => outcome.length));
  const more = changes.count - changes.newest.length;
  return [
    `${release}: ${says}`,
    `  since     ${isoMoment(since)}`,
    ...outcomes.map(({ outcome, leadsTo }) => `  ${outcome.padEnd(width)}  -> ${leadsTo}`),
    `  changes   ${changes.count} since ${changes.since ?? "the beginning"}`,
    ...changes.newest.map((line) => `            ${line}`),
    ...(more > 0 ? [`            and ${more} more`] : []),
    ...gates.map(({ gate, outcome }) => `  gate      ${gate}: ${outcome}`),
    ...risks.map((risk) => `  risk      ${risk}`),
    ...rollback.map(
      ({ environment, to }) =>
        `  rollback  ${environment}: ${to === null ? "nothing was there before: it is stopped" : `back to ${to}`}`,
    ),
    ...(command === null ? [] : [`  how       ${command}`]),
  ].join("\n");
}
