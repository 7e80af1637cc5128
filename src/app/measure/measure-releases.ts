import { cadenceAdherence, type Adherence } from "../../domain/measure/cadence-adherence.ts";
import { exceptionalShares, type ExceptionalShare } from "../../domain/measure/exceptional-share.ts";
import { PERIODS, type Period } from "../../domain/measure/period.ts";
import { shipmentOf, type Shipment } from "../../domain/measure/shipment.ts";
import type { Process } from "../../domain/process/process.ts";
import { SlipwayError } from "../../kernel/problem.ts";
import { knownZone } from "../calendar/known-zone.ts";
import type { EngineTools } from "../engine/engine-tools.ts";
import { listReleases } from "../engine/release-list.ts";

/** How releases did, period by period, from what is recorded of them. */
export interface Measures {
  readonly period: Period;
  readonly cadence: readonly Adherence[];
  readonly exceptional: readonly ExceptionalShare[];
}

export async function measureReleases(
  tools: EngineTools,
  ids: readonly string[],
  { exceptional }: Pick<Process, "exceptional">,
  asked: string | undefined,
): Promise<Measures> {
  const period = asked === undefined ? exceptional.period : periodAsked(asked);
  const shipments = await readShipments(tools, ids);
  return {
    period,
    cadence: cadenceAdherence(shipments, { period, zones: knownZone, now: tools.now() }),
    exceptional: exceptionalShares(shipments, { ceiling: exceptional.ceiling, period }),
  };
}

/** Each release under the process it follows. */
export async function readShipments(tools: EngineTools, ids: readonly string[]): Promise<readonly Shipment[]> {
  const releases = await listReleases(tools, ids);
  return Promise.all(releases.map(async (state) => shipmentOf(await tools.processes(state.process), state)));
}

function periodAsked(text: string): Period {
  const found = PERIODS.find((period) => period === text);
  if (found !== undefined) return found;
  throw new SlipwayError({
    code: "period",
    kind: "input",
    found: `there is no period "${text}"`,
    expected: `one of ${PERIODS.join(", ")}`,
    action: "correct --period",
  });
}
