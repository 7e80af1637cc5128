import { join, resolve } from "node:path";
import { notesMarkdown } from "../../../domain/notes/notes-markdown.ts";
import { missingPart } from "../../artifacts/write-artifacts.ts";
import { SlipwayError, type Problem } from "../../../kernel/problem.ts";
import type { ArtifactFiles } from "../../artifact-ports.ts";
import type { Job, Performer, Told } from "../../engine-ports.ts";
import { freshServices } from "../../line/place-of-work.ts";
import { operandOf, textIn } from "../../line/release-line.ts";
import { releaseArtifacts } from "../../line/release-artifacts.ts";
import { notesOfRelease } from "../../notes-of-release.ts";
import type { KindTools } from "../kind-tools.ts";
import { repeatableStep } from "../repeatable-step.ts";
import { PublishSettings } from "./settings.ts";

/** Puts the bundle, the checksums and the notes of a tagged release into a folder, where others take them from. */
export const PUBLISH = { settings: PublishSettings, open };

function open(tools: KindTools): Performer {
  return repeatableStep({
    settings: PublishSettings,
    failed: "failed",
    perform: (job, { to }) => publish(tools, job, to),
    find: async () => undefined, // files are replaced by equal ones
  });
}

async function publish(tools: KindTools, job: Job, to: string | undefined): Promise<Told> {
  const { release, startedAt } = job;
  if (to === undefined) throw new SlipwayError(nowhere());
  if (textIn(release.facts.get("tag")) === undefined) throw new SlipwayError(notTagged(release.id));
  const services = await freshServices(tools);
  const { root, gitFolder } = await services.repository.state();
  const folder = resolve(root ?? gitFolder, to);
  const { tools: artifactTools, expected } = await releaseArtifacts(tools, job);
  const { files } = artifactTools.artifacts;
  const { names, version, isMilestone } = expected.release;
  const [missing, ...more] = (await expected.layout()).missing.map((part) => missingPart(part, version));
  if (isMilestone && missing !== undefined) throw new SlipwayError([missing, ...more]);
  const product = expected.release.product;
  const clock = { now: () => Math.floor(startedAt / 1000) };
  const notes = await notesOfRelease(
    { ...services, product, clock, signals: services.signals(product) },
    operandOf(release),
    "users",
  );
  const contents = new Map<string, AsyncIterable<Uint8Array>>([
    [fileName(names.bundle), expected.bundle()],
    [fileName(names.checksums), chunk(await expected.checksums())],
    [`${names.base}.notes.md`, chunk(notesMarkdown(notes))],
  ]);
  for (const path of [names.manifest, names.manifestJson]) {
    const bytes = await expected.fileAtTag(path);
    if (bytes !== undefined) contents.set(fileName(path), chunk(bytes));
  }
  const published = await copyAll(files, folder, contents);
  return { outcome: "done", says: `${Object.keys(published).join(", ")} in ${to}`, facts: { published } };
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
    expected: "`with: { to: FOLDER }`: a folder that others can read",
    action: "name it in the process",
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
