import type { Product } from "../../config/product.ts";
import type { Process } from "../../domain/process/process.ts";
import type { ReleaseCommand } from "../../domain/release/command.ts";
import { readTrigger } from "../../domain/release/release-trigger.ts";
import { numberedId } from "../../domain/release/release-id.ts";
import { must } from "../../kernel/assert.ts";
import { nearest } from "../../kernel/nearest.ts";
import { SlipwayError, unwrap, type Problem } from "../../kernel/problem.ts";
import { readReleaseFacts } from "../release-facts.ts";
import type { Services } from "../services.ts";
import { componentOf } from "../component-of.ts";
import { readOperand } from "../release-operand.ts";
import { versionProblems } from "../tag-checks.ts";
import { beginningOf, targetAt, withWorkAhead } from "./beginning.ts";
import { command } from "./engine.ts";
import type { EngineTools } from "./engine-tools.ts";
import { PRODUCT_STREAM } from "./product-stream.ts";
import { RELEASE_STREAM } from "./release-stream.ts";
import { releaseTraits } from "./release-traits.ts";
import type { Acting } from "./streams.ts";

export interface StartRequest {
  /** `[COMPONENT@]X.Y.Z`; absent: the planned version. */
  readonly operand: string | undefined;
  readonly component: string | undefined;
  /** Name of a release type. */
  readonly type: string | undefined;
  readonly variant: string | undefined;
  /** Why another version than the planned one, a variant that skips something, or another day than the type says. */
  readonly reason: string | undefined;
  /** When its issue was identified, in Unix milliseconds; absent: now. */
  readonly identifiedAt: number | undefined;
  /** When it has to be out, in Unix milliseconds; absent: as its type says. */
  readonly dueAt: number | undefined;
  /** The release it replaces, which was rejected or rolled back. */
  readonly replaces: string | undefined;
  /** What led to it, as `KIND`, `KIND: words`, or words alone where its type knows the kind. */
  readonly trigger: string | undefined;
  /** Facts only a person knows, as `name=value`. */
  readonly traits: readonly string[];
}

/** What a release is started with: the current process of the product, under its digest. */
export interface BoundProcess {
  readonly digest: string;
  readonly process: Process;
}

/**
 * Starts a release: its number is reserved, its type is held to the changes there are, its process and its first commit
 * are written down. Returns its id.
 */
export async function startRelease(
  services: Services,
  tools: EngineTools,
  by: Acting,
  { digest, process }: BoundProcess,
  request: StartRequest,
): Promise<string> {
  const product = await services.product();
  const { reason } = request;
  const type = namedType(process, request.type);
  const trigger = unwrap(readTrigger(request.trigger, process.types.get(type)?.trigger ?? null));
  const signals = services.signals(product);
  const held = versionType(product, type);
  const component = componentAsked(product, request);
  const beginning = await beginningOf(services, process, type, component);
  const target = await targetAt({ ...services, signals }, product, { ...request, type: held }, beginning);
  const query = { target, type: held, commit: beginning.commit };
  const read = await readReleaseFacts(services.repository, product, query, signals);
  const facts = beginning.isAhead ? withWorkAhead(read, product, held) : read;
  const [first, ...more] = [...facts.planProblems, ...versionProblems(facts, reason)];
  if (first !== undefined) throw new SlipwayError([first, ...more]);
  if (facts.existing !== undefined) throw new SlipwayError(tagged(facts.existing.name));
  const replaced = await replacedRelease(tools, request.replaces);
  const { state: numbers } = await tools.streams.load(PRODUCT_STREAM, tools.product);
  const id = numberedId(facts.tag, numbers.numbers);
  const { branch } = await services.repository.state();
  const traits = await releaseTraits(services, product, {
    plan: must(facts.plan, "a plan: without one there are problems"),
    component: target.component,
    version: target.text,
    releaseType: type,
    variant: request.variant ?? null,
    isSolo: process.separation.isSolo,
    declared: request.traits,
  });
  const start: ReleaseCommand = {
    type: "start",
    release: id,
    version: target.text,
    component: target.component.name,
    releaseType: type,
    variant: request.variant ?? null,
    process: digest,
    traits,
    subject: { process: digest },
    facts: {
      commit: facts.commit,
      start: facts.commit,
      ...(branch === undefined || beginning.commit !== undefined ? {} : { line: branch }),
      ...(facts.plan?.current == null ? {} : { since: facts.plan.current.commit }),
      ...(reason === undefined ? {} : { reason }),
      ...replaced,
    },
    by: by.id,
    ...trigger,
    reason: reason ?? null,
    dueAt: dueOf(process, type, request, tools.now()),
  };
  await command(tools, by, id, start, process);
  return id;
}

function namedType({ types }: Process, name: string | undefined): string {
  const names = [...types.keys()];
  if (name !== undefined && types.has(name)) return name;
  const suggestion = name === undefined ? undefined : nearest(name, names);
  throw new SlipwayError({
    code: "release-type",
    kind: "input",
    found: name === undefined ? "no release type was named" : `the process has no release type ${name}`,
    expected: `one of ${names.join(", ")}`,
    action: suggestion === undefined ? "name it with --type" : `did you mean ${suggestion}?`,
  });
}

function componentAsked(product: Product, { operand, component }: StartRequest): string | null {
  return (operand === undefined ? componentOf(product, component) : readOperand(operand, product).component).name;
}

/** Somebody may give it more or less time than its type, and says why. */
function dueOf({ types }: Process, type: string, { identifiedAt, dueAt, reason }: StartRequest, now: number) {
  const { dueMs = null } = types.get(type) ?? {};
  const planned = dueMs === null ? null : (identifiedAt ?? now) + dueMs;
  if (dueAt === undefined || dueAt === planned) return planned;
  if ((reason ?? "").trim() !== "") return dueAt;
  throw new SlipwayError({
    code: "reason-missing",
    kind: "input",
    found: "a day on which the release is due that its type does not give, without a reason",
    expected: "why it has more or less time",
    action: 'add --reason "…"',
  });
}

/** A number is never used again, so what was taken back comes again as a release of its own (rule 4). */
async function replacedRelease(tools: EngineTools, id: string | undefined): Promise<{ readonly replaces?: string }> {
  if (id === undefined) return {};
  const { state } = await tools.streams.load(RELEASE_STREAM, id);
  if (state?.status === "rejected" || state?.status === "rolled-back") return { replaces: id };
  throw new SlipwayError({
    code: "replaces",
    kind: "input",
    found: state === undefined ? `there is no release ${id}` : `${id} is ${state.status}`,
    expected: "a release that was rejected or rolled back",
    action: "`slipway release list` shows them",
  });
}

/** A type without numbers of its own does not limit what may change. */
function versionType(product: Product, type: string): string | undefined {
  return product.types.has(type) ? type : undefined;
}

function tagged(tag: string): Problem {
  return {
    code: "version-used",
    kind: "refused",
    found: `the tag ${tag} exists`,
    expected: "a version that was never used",
    action: "`slipway next` tells which comes next",
  };
}
