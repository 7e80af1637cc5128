import { changeCalendar } from "../../app/calendar/change-calendar.ts";
import { nextSlot, type Slot } from "../../app/calendar/next-slot.ts";
import { showCalendar } from "../../app/calendar/show-calendar.ts";
import { parseMoment } from "../../config/gate-case.ts";
import { moveSlot } from "../../domain/calendar/change-calendar.ts";
import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError, unwrap, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";
import { readDocument } from "../read-document.ts";
import { renderCalendar } from "../render-calendar.ts";

export const calendar: Command = {
  name: "calendar",
  summary: "may a deployment start now, by windows and freezes in their time zones, and when next",
  operands: "[FILE] | move TYPE DAY TO",
  arity: [0, 4],
  flags: [
    { name: "at", value: "TIME", summary: "ask about this moment instead of now, for example 2026-03-29T14:00Z" },
    { name: "ignore-windows", summary: "as a hotfix: windows do not count" },
    { name: "ignore-freezes", summary: "freezes do not count" },
    { name: "reason", value: "TEXT", summary: "move: what speaks for the other day" },
    { name: "as", value: "ID", summary: "move: who acts (default: git's user.email)" },
    { name: "role", value: "ROLE", summary: "move: in which role (default: release-manager, or admin)" },
  ],
  examples: [
    {
      command: "slipway calendar",
      explains: "the environments of the product, its freezes, and when types come round",
    },
    {
      command: 'slipway calendar move minor 2026-04-14 2026-04-16 --reason "content"',
      explains: "one regular date takes place on another day",
    },
    { command: "slipway calendar production.yaml", explains: "exit 1 and the next opening when it may not start now" },
    { command: "slipway calendar production.yaml --ignore-windows", explains: "when a hotfix may start" },
  ],
  async run(call) {
    const { operands, output, services, json } = call;
    const [first, ...more] = operands;
    if (first === "move" && more.length === 3) return move(call, more[0]!, { day: more[1]!, to: more[2]! });
    if (more.length > 0) throw new SlipwayError(unknownOperation(operands));
    if (first !== undefined) return fromFile(call, first);
    const view = await showCalendar(services, { at: momentOf(call), ignores: ignoresOf(call) });
    if (json) output.document(view);
    else output.answer(renderCalendar(view));
    return view.environments.every(({ open }) => open) ? EXIT.done : EXIT.no;
  },
};

async function fromFile(call: Call, file: string): Promise<ExitCode> {
  const { json, output } = call;
  const slot = nextSlot(
    await readDocument(file, "schedule", "slipway calendar production.yaml"),
    file === "-" ? "the schedule" : file,
    momentOf(call),
    ignoresOf(call),
  );
  if (json) output.document(slot);
  else output.answer(render(slot));
  return slot.open ? EXIT.done : EXIT.no;
}

async function move(call: Call, name: string, { day, to }: { day: string; to: string }): Promise<ExitCode> {
  const { text, services, json, output } = call;
  const { types } = (await services.process()).process;
  const type = types.get(name);
  if (type === undefined) throw new SlipwayError(unknownType(name, [...types.keys()]));
  const { recur } = await import("../../app/calendar/recur.ts");
  const reason = text("reason") ?? "";
  const [moved] = await changeCalendar(services, { as: text("as"), role: text("role") }, ({ by }) =>
    moveSlot({ releaseType: name, day, to, reason, by }, type.cadence, recur),
  );
  if (json) output.document(moved);
  else output.answer(`${name}: ${day} moved to ${to} (${reason})`);
  return EXIT.done;
}

function momentOf({ text, services }: Call): number {
  const at = text("at");
  return at === undefined ? Math.floor(services.serverNow() / 1000) : unwrap(parseMoment(at, "--at")) * 3600;
}

function ignoresOf({ has }: Call): ("windows" | "freezes")[] {
  return [
    ...(has("ignore-windows") ? ["windows" as const] : []),
    ...(has("ignore-freezes") ? ["freezes" as const] : []),
  ];
}

function unknownType(name: string, all: readonly string[]): Problem {
  const suggestion = nearest(name, all);
  return {
    code: "unknown-type",
    kind: "input",
    found: `there is no release type ${name}`,
    expected: `one of ${all.join(", ")}`,
    ...(suggestion === undefined ? {} : { action: `did you mean \`${suggestion}\`?` }),
  };
}

function unknownOperation(operands: readonly string[]): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway calendar ${operands.join(" ")}\` is not known`,
    expected: "slipway calendar, slipway calendar FILE, or slipway calendar move TYPE DAY TO",
    action: "`slipway calendar --help` shows examples",
  };
}

const SAYS = { "outside-windows": "no window is open", frozen: "a freeze holds" } as const;

function render({ at, open, obstacles, opens, local }: Slot): string {
  if (open) return `open    ${at}`;
  const head = `closed  ${at}: ${obstacles.map((obstacle) => SAYS[obstacle]).join(", ")}`;
  if (opens === null) return `${head}\nopens   never`;
  return [head, `opens   ${opens}`, ...Object.entries(local).map(([zone, time]) => `        ${time} ${zone}`)].join(
    "\n",
  );
}
