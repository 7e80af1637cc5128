/** A picture of values over time, as a group of SVG elements. Knows nothing of what it draws. */
export interface Panel {
  readonly title: string;
  readonly height: number;
  readonly tEnd: number;
  readonly low: number;
  readonly high: number;
  readonly scale: "linear" | "log";
  readonly ticks: readonly number[];
  readonly layers: readonly Layer[];
}

export type Layer =
  | { readonly kind: "line"; readonly colour: string; readonly name: string; readonly points: readonly Point[] }
  | { readonly kind: "band"; readonly colour: string; readonly name: string; readonly points: readonly BandPoint[] }
  | { readonly kind: "level"; readonly colour: string; readonly name: string; readonly value: number }
  | { readonly kind: "mark"; readonly colour: string; readonly name: string; readonly t: number };

export interface Point {
  readonly t: number;
  readonly value: number;
}

export interface BandPoint {
  readonly t: number;
  readonly low: number;
  readonly high: number;
}

export const WIDTH = 760;
const LEFT = 56;
const RIGHT = 16;
const TOP = 24;

/** Draws a panel with its upper edge at `y`. */
export function drawPanel(panel: Panel, y: number): string {
  const { title, height, ticks, layers } = panel;
  const bottom = TOP + height;
  const grid = ticks.map((tick) => {
    const at = fixed(verticalOf(panel, tick));
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}" stroke="#ddd"/><text x="${LEFT - 6}" y="${Number(at) + 4}" text-anchor="end">${label(tick)}</text>`;
  });
  const frame = `<path d="M${LEFT} ${TOP}V${bottom}H${WIDTH - RIGHT}" fill="none" stroke="#888"/>`;
  const drawn = layers.map((layer) => drawLayer(panel, layer));
  return `<g transform="translate(0 ${y})"><text x="${LEFT}" y="14" font-weight="bold">${escape(title)}</text>${legend(layers)}${grid.join("")}${frame}${drawn.join("")}</g>`;
}

/** Height a panel takes, with its title and the space below. */
export function outerHeight({ height }: Panel): number {
  return TOP + height + 14;
}

/** The time axis below all panels. */
export function drawTimeAxis(tEnd: number, y: number): string {
  const step = [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 43200].find((each) => tEnd / each <= 8) ?? tEnd;
  const ticks = Array.from({ length: Math.floor(tEnd / step) + 1 }, (_, index) => index * step);
  return ticks
    .map((t) => `<text x="${fixed(horizontalOf(t, tEnd))}" y="${y + 4}" text-anchor="middle">${t} s</text>`)
    .join("");
}

function drawLayer(panel: Panel, layer: Layer): string {
  const x = (t: number): string => fixed(horizontalOf(t, panel.tEnd));
  const at = (value: number): string => fixed(verticalOf(panel, value));
  if (layer.kind === "level")
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(layer.value)}" y2="${at(layer.value)}" stroke="${layer.colour}" stroke-dasharray="5 4"/>`;
  if (layer.kind === "mark")
    return `<line x1="${x(layer.t)}" x2="${x(layer.t)}" y1="${TOP}" y2="${TOP + panel.height}" stroke="${layer.colour}" stroke-width="2"/>`;
  if (layer.points.length === 0) return "";
  if (layer.kind === "line") {
    const path = layer.points.map(({ t, value }) => `${x(t)} ${at(value)}`).join("L");
    return `<path d="M${path}" fill="none" stroke="${layer.colour}" stroke-width="1.5"/>`;
  }
  const upper = layer.points.map(({ t, high }) => `${x(t)} ${at(high)}`);
  const lower = layer.points.toReversed().map(({ t, low }) => `${x(t)} ${at(low)}`);
  return `<path d="M${[...upper, ...lower].join("L")}Z" fill="${layer.colour}" fill-opacity="0.2"/>`;
}

function legend(layers: readonly Layer[]): string {
  const names = layers.filter(({ name }) => name !== "");
  const parts = names.map(({ name, colour }) => `<tspan fill="${colour}" dx="12">${escape(name)}</tspan>`);
  return `<text x="${WIDTH - RIGHT}" y="14" text-anchor="end">${parts.join("")}</text>`;
}

function horizontalOf(t: number, tEnd: number): number {
  return LEFT + (Math.min(t, tEnd) / tEnd) * (WIDTH - LEFT - RIGHT);
}

function verticalOf({ low, high, height, scale }: Panel, value: number): number {
  const move = (each: number): number => (scale === "log" ? Math.log(each) : each);
  const inside = Math.min(high, Math.max(low, value));
  return TOP + height * (1 - (move(inside) - move(low)) / (move(high) - move(low)));
}

function label(value: number): string {
  return value >= 1e4 || (value > 0 && value < 1e-3)
    ? value.toExponential(0).replace("e+", "e")
    : String(Number(value.toPrecision(3)));
}

function fixed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
