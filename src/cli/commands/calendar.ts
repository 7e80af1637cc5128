import { nextSlot, type Slot } from "../../app/calendar/next-slot.ts";
import { parseMoment } from "../../config/gate-case.ts";
import { unwrap } from "../../kernel/problem.ts";
import { EXIT, type Command } from "../command.ts";
import { readDocument } from "../read-document.ts";

export const calendar: Command = {
  name: "calendar",
  summary: "may a deployment start now, by windows and freezes in their time zones, and when next",
  operands: "[FILE]",
  arity: [0, 1],
  flags: [
    { name: "at", value: "TIME", summary: "ask about this moment instead of now, for example 2026-03-29T14:00Z" },
    { name: "ignore-windows", summary: "as a hotfix: windows do not count" },
    { name: "ignore-freezes", summary: "freezes do not count" },
  ],
  examples: [
    { command: "slipway calendar production.yaml", explains: "exit 1 and the next opening when it may not start now" },
    { command: "slipway calendar production.yaml --ignore-windows", explains: "when a hotfix may start" },
  ],
  async run({ operands, text, has, json, services, output }) {
    const [file = "-"] = operands;
    const at = text("at");
    const slot = nextSlot(
      await readDocument(file, "schedule", "slipway calendar production.yaml"),
      file === "-" ? "the schedule" : file,
      at === undefined ? services.clock.now() : unwrap(parseMoment(at)) * 3600,
      [...(has("ignore-windows") ? ["windows" as const] : []), ...(has("ignore-freezes") ? ["freezes" as const] : [])],
    );
    if (json) output.document(slot);
    else output.answer(render(slot));
    return slot.open ? EXIT.done : EXIT.no;
  },
};

const SAYS = { "outside-windows": "no window is open", frozen: "a freeze holds" } as const;

function render({ at, open, obstacles, opens, local }: Slot): string {
  if (open) return `open    ${at}`;
  const head = `closed  ${at}: ${obstacles.map((obstacle) => SAYS[obstacle]).join(", ")}`;
  if (opens === null) return `${head}\nopens   never`;
  return [head, `opens   ${opens}`, ...Object.entries(local).map(([zone, time]) => `        ${time} ${zone}`)].join(
    "\n",
  );
}
