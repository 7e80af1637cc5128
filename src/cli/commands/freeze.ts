import { changeCalendar } from "../../app/calendar/change-calendar.ts";
import { knownZone } from "../../app/calendar/known-zone.ts";
import { readCalendar } from "../../app/calendar/read-calendar.ts";
import { freezesIn, type FreezeView } from "../../app/calendar/show-calendar.ts";
import { liftFreeze, setFreeze } from "../../domain/calendar/change-calendar.ts";
import { localSeconds } from "../../domain/calendar/local-time.ts";
import { endInstant } from "../../domain/calendar/zone-instants.ts";
import { must } from "../../kernel/assert.ts";
import { commaList } from "../../kernel/comma-list.ts";
import { isIsoDay } from "../../kernel/iso-day.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";
import { renderFreezes } from "../render-calendar.ts";

export const freeze: Command = {
  name: "freeze",
  summary: "times in which nothing is deployed: set them, lift them, list them",
  operands: "set NAME | lift NAME | list",
  arity: [1, 2],
  flags: [
    { name: "from", value: "TIME", summary: "set: on local clocks, 2026-12-19 or 2026-12-19T18:00" },
    { name: "until", value: "TIME", summary: "set: its end; a day means the beginning of that day" },
    { name: "zone", value: "ZONE", summary: "set: the time zone of both (default: UTC)" },
    { name: "environments", value: "LIST", summary: "set: staging,production (default: every environment)" },
    { name: "reason", value: "TEXT", summary: "why; it is recorded" },
    { name: "as", value: "ID", summary: "who acts (default: git's user.email)" },
    { name: "role", value: "ROLE", summary: "in which role (default: release-manager, or admin)" },
    { name: "all", summary: "list: those that were lifted or are over, too" },
  ],
  examples: [
    {
      command:
        'slipway freeze set year-end --from 2026-12-19 --until 2027-01-02 --zone Europe/Berlin --reason "on leave"',
      explains: "every environment is frozen",
    },
    { command: 'slipway freeze lift year-end --reason "all are back"', explains: "deployments may start again" },
    { command: "slipway freeze list", explains: "which freezes stand" },
  ],
  async run(call) {
    const [verb, name, ...more] = call.operands;
    if (verb === "list" && name === undefined) return list(call);
    if (verb === "set" && name !== undefined && more.length === 0) return set(call, name);
    if (verb === "lift" && name !== undefined && more.length === 0) return lift(call, name);
    throw new SlipwayError(unknownOperation(call.operands));
  },
};

async function set(call: Call, name: string): Promise<ExitCode> {
  const { text, services } = call;
  const zone = text("zone") ?? "UTC";
  knownZone(zone);
  const { environments } = (await services.process()).process;
  const times = { from: needed(call, "from"), until: needed(call, "until") };
  const about = {
    freeze: name,
    ...times,
    zone,
    environments: listed(text("environments")),
    reason: needed(call, "reason"),
  };
  await changeCalendar(services, who(call), ({ state, by, now }) =>
    setFreeze(state, { ...about, by }, { environments: [...environments.keys()], zones: knownZone, now }),
  );
  return tell(call, name);
}

async function lift(call: Call, name: string): Promise<ExitCode> {
  const reason = needed(call, "reason");
  await changeCalendar(call.services, who(call), ({ state, by }) => liftFreeze(state, { freeze: name, by, reason }));
  return tell(call, name);
}

async function tell({ services, json, output }: Call, name: string): Promise<ExitCode> {
  const freezes = freezesIn(await readCalendar(services)).filter(({ freeze: each }) => each === name);
  if (json) output.document(freezes[0]);
  else output.answer(renderFreezes(freezes));
  return EXIT.done;
}

async function list({ services, has, json, output }: Call): Promise<ExitCode> {
  const all = freezesIn(await readCalendar(services));
  const now = Math.floor(services.serverNow() / 1000);
  const isOver = ({ lifted, until, zone }: FreezeView): boolean =>
    lifted !== null || endInstant(must(localSeconds(until), until), knownZone(zone)) <= now;
  const freezes = has("all") ? all : all.filter((each) => !isOver(each));
  if (json) output.document({ freezes });
  else output.answer(freezes.length === 0 ? "no freeze stands" : renderFreezes(freezes));
  return EXIT.done;
}

function who({ text }: Call): { as: string | undefined; role: string | undefined } {
  return { as: text("as"), role: text("role") };
}

function listed(text: string | undefined): string[] | "all" {
  const given = commaList(text);
  return given.length === 0 ? "all" : given;
}

/** A day alone means its beginning. */
function needed({ text }: Call, flag: "from" | "until" | "reason"): string {
  const value = text(flag)?.trim() ?? "";
  if (value === "") throw new SlipwayError(missing(flag));
  return flag !== "reason" && isIsoDay(value) ? `${value}T00:00` : value;
}

function missing(flag: string): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `nothing is said with --${flag}`,
    expected: `--${flag} ${flag === "reason" ? "TEXT" : "TIME"}`,
    action: "`slipway freeze --help` shows examples",
  };
}

function unknownOperation(operands: readonly string[]): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway freeze ${operands.join(" ")}\` is not known`,
    expected: "slipway freeze set NAME, lift NAME, or list",
    action: "`slipway freeze --help` shows examples",
  };
}
