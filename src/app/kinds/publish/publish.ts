import { join, resolve } from "node:path";
import type * as z from "zod/mini";
import type { Product } from "../../../config/product.ts";
import { notesHeading } from "../../../domain/notes/notes-heading.ts";
import { notesHtml } from "../../../domain/notes/notes-html.ts";
import { notesMarkdown } from "../../../domain/notes/notes-markdown.ts";
import type { Audience } from "../../../domain/notes/notes.ts";
import type { Json } from "../../../kernel/canonical-json.ts";
import { nearest } from "../../../kernel/nearest.ts";
import { missingPart } from "../../artifacts/write-artifacts.ts";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { ArtifactFiles } from "../../artifact-ports.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import { freshServices } from "../../line/place-of-work.ts";
import { operandOf, textIn } from "../../line/release-line.ts";
import { releaseArtifacts } from "../../line/release-artifacts.ts";
import { componentOf } from "../../component-of.ts";
import { notesOfRelease, writtenNotes } from "../../notes-of-release.ts";
import { notesSources } from "../../notes-sources.ts";
import { releaseNames } from "../../release-names.ts";
import type { Services } from "../../services.ts";
import type { KindTools } from "../kind-tools.ts";
import { repeatableStep } from "../repeatable-step.ts";
import { deliverNotes, type NotesDelivery } from "./deliver-notes.ts";
import { PublishSettings } from "./settings.ts";

/** Puts the bundle, the checksums and the notes of a tagged release into a folder, where others take them from. */
export const PUBLISH = { settings: PublishSettings, open };

function open(tools: KindTools): Performer {
  return repeatableStep({
    settings: PublishSettings,
    failed: "failed",
    perform: (job, settings) => publish(tools, job, settings),
    find: async () => undefined, // files are replaced by equal ones
  });
}

type Settings = z.infer<typeof PublishSettings>;

async function publish(tools: KindTools, job: Job, { to, outlets = [], audience }: Settings): Promise<Told> {
  const { release } = job;
  if (to === undefined && outlets.length === 0) throw new SlipwayError(nowhere());
  if (textIn(release.facts.get("tag")) === undefined) throw new SlipwayError(notTagged(release.id));
  const services = await freshServices(tools);
  const { root, gitFolder } = await services.repository.state();
  const top = root ?? gitFolder;
  const copied = to === undefined ? undefined : await copyArtifacts(tools, job, resolve(top, to));
  const files = copied === undefined ? [] : [`${Object.keys(copied).join(", ")} in ${to}`];
  const facts = copied === undefined ? {} : { published: copied };
  if (outlets.length === 0) return { outcome: "done", says: files.join("; "), facts };
  const sent = await publishNotes(tools, job, services, { names: outlets, audience, top });
  return { ...sent, says: [...files, sent.says].join("; "), facts: { ...facts, ...sent.facts } };
}

/** Notes to every outlet, each with its own state: those that failed can be tried again without the others. */
async function publishNotes(
  tools: KindTools,
  job: Job,
  services: Services,
  { names, audience, top }: { readonly names: readonly string[]; readonly audience: Audience; readonly top: string },
): Promise<Told> {
  const { release } = job;
  const { outlets } = await tools.processOf(release.id);
  const product = await services.product();
  const noted = await notesTools(tools, job, services, product);
  const value = await notesOfRelease(noted, operandOf(release), audience);
  const md = (await writtenNotes(services, product, operandOf(release), audience)) ?? notesMarkdown(value);
  const { base } = releaseNames(product, componentOf(product, release.component), release.version);
  const { files } = await services.artifacts();
  const outgoing = {
    job,
    product: product.name,
    subject: notesHeading(value),
    texts: { md, html: notesHtml(value) },
    base: `${base}.notes`,
    top,
    outside: await services.outside(),
    files,
  };
  const before = release.facts.get("deliveries");
  const deliveries: Record<string, Json> = recordIn(before);
  for (const name of names) {
    const outlet = outlets.get(name);
    if (outlet === undefined) throw new SlipwayError(unknownOutlet(name, [...outlets.keys()]));
    job.progress(`notes to ${name}`);
    const delivery = await deliverNotes(outgoing, outlet, deliveredBefore(before, name));
    deliveries[name] = { ...delivery, tries: [...delivery.tries] };
  }
  const failed = names.filter((name) => deliveredBefore(deliveries, name)?.delivered !== true);
  const says = names.map((name) => deliverySentence(name, deliveredBefore(deliveries, name))).join("; ");
  return { outcome: failed.length === 0 ? "done" : "failed", says, facts: { deliveries } };
}

function deliverySentence(name: string, delivery: Partial<NotesDelivery> | undefined): string {
  const { delivered = false, place = "", tries = [] } = delivery ?? {};
  return `${name}: ${delivered ? `delivered to ${place}` : `not delivered (${tries.join(", ")})`}`;
}

function recordIn(fact: Json | undefined): Record<string, Json> {
  if (typeof fact !== "object" || fact === null || Array.isArray(fact)) return {};
  return Object.fromEntries(Object.entries(fact).map(([name, value]) => [name, value ?? null]));
}

function deliveredBefore(fact: Json | undefined, name: string): Partial<NotesDelivery> | undefined {
  if (typeof fact !== "object" || fact === null || Array.isArray(fact)) return undefined;
  return Reflect.get(fact, name) as Partial<NotesDelivery> | undefined; // written above
}

async function notesTools(tools: KindTools, { startedAt }: Job, services: Services, product: Product) {
  const clock = { now: () => Math.floor(startedAt / 1000) };
  const sources = await notesSources(services, product, tools.scope);
  return { ...services, product, clock, signals: services.signals(product), sources };
}

async function copyArtifacts(tools: KindTools, job: Job, folder: string): Promise<Record<string, string>> {
  const { release } = job;
  const services = await freshServices(tools);
  const { tools: artifactTools, expected } = await releaseArtifacts(tools, job);
  const { files } = artifactTools.artifacts;
  const { names, version, isMilestone } = expected.release;
  const [missing, ...more] = (await expected.layout()).missing.map((part) => missingPart(part, version));
  if (isMilestone && missing !== undefined) throw new SlipwayError([missing, ...more]);
  const product = expected.release.product;
  const operand = operandOf(release);
  const notes =
    (await writtenNotes(services, product, operand, "users")) ??
    notesMarkdown(await notesOfRelease(await notesTools(tools, job, services, product), operand, "users"));
  const contents = new Map<string, AsyncIterable<Uint8Array>>([
    [fileName(names.bundle), expected.bundle()],
    [fileName(names.checksums), chunk(await expected.checksums())],
    [`${names.base}.notes.md`, chunk(notes)],
  ]);
  for (const path of [names.manifest, names.manifestJson]) {
    const bytes = await expected.fileAtTag(path);
    if (bytes !== undefined) contents.set(fileName(path), chunk(bytes));
  }
  return copyAll(files, folder, contents);
}

/** SHA-256 of what stands in the folder now, by name. */
async function copyAll(
  files: ArtifactFiles,
  folder: string,
  contents: ReadonlyMap<string, AsyncIterable<Uint8Array>>,
): Promise<Record<string, string>> {
  const published: Record<string, string> = {};
  for (const [name, chunks] of contents) published[name] = (await files.write(join(folder, name), chunks)).sha256;
  return published;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

async function* chunk(content: string | Buffer): AsyncGenerator<Uint8Array> {
  yield typeof content === "string" ? Buffer.from(content) : content;
}

function nowhere(): Problem {
  return {
    code: "publish-target",
    kind: "failed",
    found: "the step does not say where to publish",
    expected: "`with: { to: FOLDER }`, a folder that others can read; or `with: { outlets: [NAME] }` for notes alone",
    action: "name it in the process",
  };
}

function unknownOutlet(name: string, names: readonly string[]): Problem {
  const suggestion = nearest(name, names);
  return {
    code: "unknown-outlet",
    kind: "failed",
    found: `there is no outlet ${name}`,
    expected: names.length === 0 ? "one under `outlets`; there are none" : `one of ${names.join(", ")}`,
    action: suggestion === undefined ? "name it under `outlets` in slipway.yaml" : `did you mean ${suggestion}?`,
  };
}

function notTagged(id: string): Problem {
  return {
    code: "publish-untagged",
    kind: "failed",
    found: `${id} has no tag yet, and only what is tagged is published`,
    expected: "a step `tag` before this one",
    action: "move the step behind the tag",
  };
}
