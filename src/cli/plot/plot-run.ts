import type { JudgedInterval } from "../../app/analyze-trace.ts";
import type { ArmCounts, TraceHeader } from "../../domain/rollout/judge/trace.ts";
import {
  drawPanel,
  drawTimeAxis,
  outerHeight,
  WIDTH,
  type BandPoint,
  type Layer,
  type Panel,
  type Point,
} from "./panel.ts";

const BASELINE = "#2b6cb0";
const CANARY = "#c05621";
const MARKS = { rollback: "#c53030", advance: "#2f855a", promote: "#2f855a" } as const;

/** More points than a picture has columns only make it slow. */
const POINTS_MAX = 2000;

/** Leaves out every other point once there are too many, so that a long run needs no more memory than a short one. */
export function thinned<T>(points: T[]): T[] {
  return points.length <= POINTS_MAX ? points : points.filter((_, index) => index % 2 === 1);
}

/** Rates of both arms, ratios with their intervals, and the evidence against its threshold, as an SVG document. */
export function plotRun(run: readonly JudgedInterval[], header: TraceHeader): string {
  const tEnd = Math.max(header.tEnd, run.at(-1)?.report.t ?? 0);
  const marks = decisions(run);
  const panels = [errorPanel(run, tEnd, marks), ratioPanel(run, tEnd, "errors", marks)];
  if (header.boundsMs.length > 0) panels.push(ratioPanel(run, tEnd, "latency", marks));
  panels.push(evidencePanel(run, tEnd, marks));
  let y = 8;
  const drawn = panels.map((panel) => {
    const group = drawPanel(panel, y);
    y += outerHeight(panel);
    return group;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y + 22}" viewBox="0 0 ${WIDTH} ${y + 22}" font-family="sans-serif" font-size="11" fill="#333">` +
    `<rect width="100%" height="100%" fill="#fff"/>${drawn.join("\n")}\n${drawTimeAxis(tEnd, y + 6)}</svg>\n`
  );
}

/** The first advance, and the rollback or promotion. */
function decisions(run: readonly JudgedInterval[]): Layer[] {
  return (["advance", "promote", "rollback"] as const).flatMap((verdict) => {
    const first = run.find(({ report }) => report.verdict === verdict);
    const name = first === undefined ? "" : `${verdict} at ${first.report.t} s`;
    return first === undefined ? [] : [{ kind: "mark" as const, colour: MARKS[verdict], name, t: first.report.t }];
  });
}

function errorPanel(run: readonly JudgedInterval[], tEnd: number, marks: readonly Layer[]): Panel {
  const baseline = errorShares(run, "baseline");
  const canary = errorShares(run, "canary");
  const top = Math.max(1e-6, ...[...baseline, ...canary].map(({ value }) => value)) * 100;
  const percent = (points: readonly Point[]): Point[] => points.map(({ t, value }) => ({ t, value: value * 100 }));
  return {
    title: "errors, % of requests",
    height: 110,
    tEnd,
    low: 0,
    high: top,
    scale: "linear",
    ticks: [0, top / 2, top],
    layers: [
      { kind: "line", colour: CANARY, name: "canary", points: percent(canary) },
      { kind: "line", colour: BASELINE, name: "baseline", points: percent(baseline) },
      ...marks.map((mark) => ({ ...mark, name: "" })),
    ],
  };
}

/** Shares of errors over a few intervals each, so that single errors do not make spikes. */
function errorShares(run: readonly JudgedInterval[], arm: "baseline" | "canary"): Point[] {
  const length = Math.max(1, Math.ceil(run.length / 60));
  const points: Point[] = [];
  for (let start = 0; start < run.length; start += length) {
    const block = run.slice(start, start + length);
    const counts = block.flatMap(({ interval }): ArmCounts[] => (interval[arm] === undefined ? [] : [interval[arm]]));
    const requests = counts.reduce((sum, each) => sum + each.requests, 0);
    const t = block.at(-1)?.report.t ?? 0;
    if (requests > 0) points.push({ t, value: counts.reduce((sum, each) => sum + each.errors, 0) / requests });
  }
  return points;
}

function ratioPanel(run: readonly JudgedInterval[], tEnd: number, metric: string, marks: readonly Layer[]): Panel {
  const points = run.flatMap(({ report }): BandPoint[] => {
    const interval = report.evidence.find((each) => each.metric === metric)?.interval;
    if (interval === undefined || (interval[0] === 0 && interval[1] === null)) return [];
    return [{ t: report.t, low: interval[0], high: interval[1] ?? Number.MAX_VALUE }];
  });
  const title = metric === "errors" ? "errors, canary / baseline" : "slow requests, canary / baseline";
  const layers: Layer[] = [
    { kind: "band", colour: CANARY, name: "interval, valid at every moment", points },
    { kind: "level", colour: BASELINE, name: "equal", value: 1 },
    ...marks.map((mark) => ({ ...mark, name: "" })),
  ];
  return { title, height: 110, tEnd, low: 0.25, high: 8, scale: "log", ticks: [0.25, 0.5, 1, 2, 4, 8], layers };
}

function evidencePanel(run: readonly JudgedInterval[], tEnd: number, marks: readonly Layer[]): Panel {
  const threshold = run[0]?.report.threshold ?? 50;
  const points = run.map(({ report }) => ({ t: report.t, value: report.combined }));
  return {
    title: "evidence of harm",
    height: 110,
    tEnd,
    low: 0.1,
    high: 1e4,
    scale: "log",
    ticks: [0.1, 1, 10, 100, 1000, 1e4],
    layers: [
      { kind: "line", colour: CANARY, name: "all metrics", points },
      { kind: "level", colour: MARKS.rollback, name: `rollback from ${threshold}`, value: threshold },
      ...marks,
    ],
  };
}
