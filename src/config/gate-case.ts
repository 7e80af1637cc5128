import { gateCaseSchema, type GateCaseDocument } from "../contract/gate-case.ts";
import { freezeSpan } from "../domain/calendar/freeze.ts";
import { instantOf } from "../domain/calendar/local-time.ts";
import type { GateCase, Span } from "../domain/gate/gate-case.ts";
import { subjectDigest, type Sha256 } from "../domain/subject/subject.ts";
import { must } from "../kernel/assert.ts";
import type { Problem } from "../kernel/problem.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { parseDocument } from "./parse-document.ts";
import { readFreeze, type ZoneOffset } from "./schedule.ts";

/** What reading a case needs from the world. */
export interface CaseReading {
  readonly zoneOffset: ZoneOffset;
  readonly sha256: Sha256;
}

export interface ReadCase {
  readonly gateCase: GateCase;
  /** A moment in words: a day and time in UTC where the case names its moments so, hours where it counts them. */
  readonly says: (hours: number) => string;
}

type Problems = readonly [Problem, ...Problem[]];

/** Reads a gate case, in YAML or JSON, and tells everything that contradicts itself at once. */
export function parseGateCase(text: string, file: string, reading: CaseReading): Result<ReadCase, Problems> {
  const read = parseDocument(gateCaseSchema, text);
  if (!read.ok) return err([trouble(file, read.error.found, read.error.expected)]);
  const document = read.value;
  const digest = digestOf(document, reading.sha256);
  const freezes = (document.freezes ?? []).map((freeze) => freezeOf(freeze, reading));
  const [first, ...others] = [
    ...contradictions(document, digest),
    ...freezes.flatMap((freeze) => (typeof freeze === "string" ? [freeze] : [])),
  ].map((found) => trouble(file, found, "a case that does not contradict itself"));
  if (first !== undefined || digest === undefined)
    return err(first === undefined ? [noDigest(file)] : [first, ...others]);
  return ok({
    gateCase: caseOf(
      document,
      digest,
      freezes.filter((freeze) => typeof freeze !== "string"),
    ),
    says: typeof document.now === "number" ? (hours) => `hour ${hours}` : utc,
  });
}

/** Beyond the year 200,000: no calendar shows it. */
const HOURS_MAX = 2e9;

/** Reads a moment of the command line: hours, or a day and time with its offset. */
export function parseMoment(text: string, flag: string): Result<number, Problem> {
  const hours = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : hoursOf(text);
  if (Math.abs(hours) < HOURS_MAX) return ok(hours);
  return err({
    code: "gate-time",
    kind: "input",
    found: `"${text}" after ${flag} is no moment`,
    expected: "hours, or for example 2026-03-29T14:00Z",
    action: "correct the time",
  });
}

function contradictions(
  { policy, debts, digest: said, subject }: GateCaseDocument,
  digest: string | undefined,
): string[] {
  const ids = policy.gates.map(({ id }) => id);
  const repeated = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  const unsettled = (debts ?? []).some(({ settled }) => !settled);
  const given = said ?? undefined;
  return [
    ...repeated.map((id) => `there are several gates "${id}"`),
    ...(unsettled && (policy.debtHours ?? undefined) === undefined
      ? ["there is an unsettled debt, and `policy.debtHours` does not say how long it may last"]
      : []),
    ...(subject && given !== undefined && given !== digest
      ? [`\`digest\` is ${given}, and that of \`subject\` is ${digest}`]
      : []),
  ];
}

function digestOf({ digest, subject }: GateCaseDocument, sha256: Sha256): string | undefined {
  return subject ? subjectDigest(defined(subject), sha256) : (digest ?? undefined);
}

/** When a freeze holds, in hours; a sentence where it cannot be told. */
function freezeOf(
  freeze: NonNullable<GateCaseDocument["freezes"]>[number],
  { zoneOffset }: CaseReading,
): Span | string {
  if (!("zone" in freeze)) return { from: hoursOf(freeze.from), until: hoursOf(freeze.until) };
  const local = readFreeze(freeze, zoneOffset);
  if (!local.ok) return local.error;
  const span = freezeSpan(local.value, must(zoneOffset(freeze.zone), freeze.zone));
  return { from: span.from / 3600, until: span.until / 3600 };
}

function caseOf(document: GateCaseDocument, digest: string, freezes: readonly Span[]): GateCase {
  const { policy, people, events, delegations } = document;
  return {
    policy: {
      gates: policy.gates.map((gate) => ({ ...gate, after: gate.after ?? [] })),
      ttl: policy.ttl,
      emergencyCount: policy.emergencyCount ?? undefined,
      debtHours: policy.debtHours ?? 0, // asked only when there are debts, and then it is there
    },
    people: new Map(
      Object.entries(people).map(([who, grants]) => [
        who,
        grants.map(({ role, from, until }) => ({
          role,
          from: hoursOf(from),
          until: until === undefined || until === null ? Infinity : hoursOf(until),
        })),
      ]),
    ),
    events: events.map((event) => ({ ...event, t: hoursOf(event.t), for: event.for ?? undefined })),
    digest,
    now: hoursOf(document.now),
    excluded: new Set(document.excluded),
    delegations: (delegations ?? []).map(({ from_who, to, role, from, until }) => ({
      principal: from_who,
      delegate: to,
      role,
      from: hoursOf(from),
      until: hoursOf(until),
    })),
    freezes,
    emergency: document.emergency ?? false,
    debts: (document.debts ?? []).map(({ openedAt, settled }) => ({ openedAt: hoursOf(openedAt), settled })),
  };
}

/** NaN for a text that is no moment, which the schema has refused. */
function hoursOf(moment: number | string): number {
  return typeof moment === "number" ? moment : (instantOf(moment) ?? Number.NaN) / 3600;
}

function utc(hours: number): string {
  const time = new Date(hours * 3_600_000);
  return Number.isNaN(time.getTime()) ? `hour ${hours}` : time.toISOString().replace(/(:00)?\.000Z$/, "Z");
}

/** Without the members that are undefined. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function noDigest(file: string): Problem {
  return trouble(
    file,
    "neither `digest` nor `subject` says what is to pass",
    "the digest, or the facets it is made of",
  );
}

function trouble(file: string, found: string, expected: string): Problem {
  const action = "correct the case; docs/gate.md explains its members";
  return { code: "gate-case", kind: "input", found: `${file}: ${found}`, expected, action };
}
