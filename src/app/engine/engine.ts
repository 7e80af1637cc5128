import type { Process } from "../../domain/process/process.ts";
import type { Refusal, ReleaseCommand } from "../../domain/release/command.ts";
import { decide, type Decision } from "../../domain/release/decide.ts";
import type { Elsewhere } from "../../domain/release/world.ts";
import { must } from "../../kernel/assert.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { EngineTools } from "./engine-tools.ts";
import { ENVIRONMENT_STREAM } from "./environment-stream.ts";
import { PRODUCT_STREAM } from "./product-stream.ts";
import { RELEASE_STREAM } from "./release-stream.ts";
import { contextOf, loadScene, readsOf, type Scene } from "./scene.ts";
import { after, decideOnce, factOf, factsOf, type Acting, type Fact } from "./streams.ts";

/**
 * Decides a command on everything it depends on, and records what follows from it in one append. When something else was
 * recorded meanwhile it is decided again.
 */
export async function command(
  tools: EngineTools,
  by: Acting,
  id: string,
  wanted: ReleaseCommand,
  process?: Process,
): Promise<Decision> {
  const outcome = await decideOnce(async () => {
    const scene = await loadScene(tools, id, process);
    const decision = decide(wanted, scene.release.state, contextOf(tools, scene));
    const facts = decision.ok
      ? decisionFacts(tools, scene, decision.value)
      : refusalFacts(scene, wanted, by, decision.error);
    await tools.streams.record(by, readsOf(scene), facts);
    return decision;
  });
  if (!outcome.ok) throw new SlipwayError(refused(id, wanted, outcome.error));
  return outcome.value;
}

/** The entries of a decision, in the order in which it was made for each stream. */
function decisionFacts(tools: EngineTools, scene: Scene, { events, elsewhere }: Decision): Fact[] {
  const now = tools.now();
  return [...factsOf(RELEASE_STREAM, scene.release, events, now), ...factsElsewhere(scene, elsewhere, now)];
}

function factsElsewhere({ environments, product }: Scene, elsewhere: readonly Elsewhere[], now: number): Fact[] {
  const current = new Map(environments);
  let numbers = product;
  return elsewhere.map((each) => {
    if (each.stream === "product") {
      const fact = factOf(PRODUCT_STREAM, numbers, each.event);
      numbers = after(PRODUCT_STREAM, numbers, each.event, now);
      return fact;
    }
    const { id, event } = each;
    const at = must(current.get(id), `the environment ${id}`);
    current.set(id, after(ENVIRONMENT_STREAM, at, event, now));
    return factOf(ENVIRONMENT_STREAM, at, event);
  });
}

/** What a person was refused is in the record; a slip is not, nor that a machine was late or a release never began. */
function refusalFacts(scene: Scene, wanted: ReleaseCommand, by: Acting, { code, kind, found }: Refusal): Fact[] {
  const { state } = scene.release;
  if (state === undefined || !("by" in wanted) || wanted.by === null || kind === "input") return [];
  const run = "run" in wanted ? state.runs.get(wanted.run) : undefined;
  const visit = "visit" in wanted ? run?.visits.find(({ number }) => number === wanted.visit) : undefined;
  const about = { command: wanted.type, step: visit?.step ?? null, who: by.id, code, found };
  return [factOf(RELEASE_STREAM, scene.release, { type: "command-refused", ...about })];
}

function refused(id: string, { type }: ReleaseCommand, { code, kind, found, expected }: Refusal): Problem {
  if (kind === "input") return { code, kind, found, expected };
  return {
    code: `refused-${code}`,
    kind: "refused",
    found: `${type} was refused: ${found}`,
    expected,
    ...(type === "start"
      ? {}
      : { action: `\`slipway release why ${id}\` names what is open, who can resolve it, and how` }),
  };
}
