import * as z from "zod/mini";
import {
  traceHeaderSchema,
  traceLineSchema,
  type TraceHeaderDocument,
  type TraceLineDocument,
} from "../contract/analyze.ts";
import type { ArmCounts, Interval, TraceHeader } from "../domain/rollout/judge/trace.ts";
import { SlipwayError } from "../kernel/problem.ts";
import { firstIssue } from "../contract/schema-issue.ts";

/** A trace as it comes in: what it says about itself, then its intervals, each as soon as both arms have reported. */
export interface Trace {
  readonly header: TraceHeader;
  readonly intervals: AsyncIterable<Interval>;
}

/** Reads a trace line by line and holds no more than one interval. Throws a problem that names line and field. */
export async function readTrace(lines: AsyncIterable<string>): Promise<Trace> {
  const iterator = numbered(lines);
  const first = await iterator.next();
  if (first.done === true) throw trouble(1, "the trace is empty", "a header, then one line per interval and arm");
  const header = readHeader(first.value.text, first.value.line);
  return { header, intervals: pair(header, iterator) };
}

interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

async function* numbered(lines: AsyncIterable<string>): AsyncGenerator<NumberedLine, void, undefined> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() !== "") yield { line, text };
  }
}

async function* pair(header: TraceHeader, lines: AsyncIterable<NumberedLine>): AsyncGenerator<Interval> {
  let open: Interval | undefined;
  let last = Number.NEGATIVE_INFINITY;
  for await (const { line, text } of lines) {
    const { arm, t, counts } = readLine(text, line, header);
    if (t < (open?.t ?? last)) throw trouble(line, `\`t\` is ${t} after ${open?.t ?? last}`, "lines in time order");
    if (open !== undefined && t > open.t) {
      yield open;
      last = open.t;
      open = undefined;
    }
    if (t === last || open?.[arm] !== undefined)
      throw trouble(line, `\`arm\` ${arm} has a second line for ${t} s`, "one line per interval and arm");
    open = { t, baseline: open?.baseline, canary: open?.canary, [arm]: counts };
    if (open.baseline === undefined || open.canary === undefined) continue;
    yield open;
    last = open.t;
    open = undefined;
  }
  if (open !== undefined) yield open;
}

function readHeader(text: string, line: number): TraceHeader {
  const document = parse<TraceHeaderDocument>(traceHeaderSchema, text, line);
  const { dt, t_end: tEnd, bounds_ms: boundsMs = [], gauges = [], warmup_s: warmupS = 0, arms } = document;
  const disorder = boundsMs.findIndex((bound, index) => index > 0 && bound <= (boundsMs[index - 1] ?? 0));
  if (disorder > 0)
    throw trouble(
      line,
      `\`bounds_ms[${disorder}]\` is ${boundsMs[disorder]} after ${boundsMs[disorder - 1]}`,
      "ascending bounds",
    );
  for (const arm of ["baseline", "canary"])
    if (arms !== undefined && !arms.includes(arm))
      throw trouble(line, `\`arms\` lacks "${arm}"`, "the arms baseline and canary");
  const taken = gauges.find((gauge, index) => gauge in traceLineSchema.shape || gauges.indexOf(gauge) !== index);
  if (taken !== undefined) throw trouble(line, `\`gauges\` names "${taken}", which is taken`, "names of their own");
  return { dt, tEnd, boundsMs, gauges, warmupS };
}

function readLine(
  text: string,
  line: number,
  header: TraceHeader,
): { arm: TraceLineDocument["arm"]; t: number; counts: ArmCounts } {
  const document = parse<TraceLineDocument>(traceLineSchema, text, line);
  const { arm, t, weight, requests, errors, hist = [] } = document;
  if (errors > requests)
    throw trouble(line, `\`errors\` is ${errors} of ${requests} requests`, "at most as many errors as requests");
  const buckets = header.boundsMs.length + 1;
  const isBare = hist.length === 0 && (requests === 0 || header.boundsMs.length === 0);
  if (!isBare && hist.length !== buckets)
    throw trouble(line, `\`hist\` has ${hist.length} buckets`, `${buckets}: one per bound and one above the last`);
  return { arm, t, counts: { weight, requests, errors, hist, gauges: readGauges(document, line, header) } };
}

function readGauges(document: TraceLineDocument, line: number, { gauges }: TraceHeader): Record<string, number> {
  const readings: Record<string, number> = {};
  for (const gauge of gauges) {
    const reading = document[gauge];
    if (reading === undefined || reading === null) continue;
    if (typeof reading !== "number") throw trouble(line, `\`${gauge}\` is ${JSON.stringify(reading)}`, "a number");
    readings[gauge] = reading;
  }
  return readings;
}

function parse<T>(schema: z.ZodMiniType<T>, text: string, line: number): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw trouble(line, "is not JSON", "one JSON object per line", error);
  }
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const { found, expected } = firstIssue(parsed.error, value);
  throw trouble(line, found, expected);
}

function trouble(line: number, found: string, expected: string, cause?: unknown): SlipwayError {
  const action = "correct the trace; docs/canary.md describes the format";
  return new SlipwayError(
    { code: "trace", kind: "input", found: `line ${line}: ${found}`, expected, action },
    { cause },
  );
}
