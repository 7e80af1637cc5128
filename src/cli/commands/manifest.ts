import { buildManifest, type BuiltManifest, type ManifestTools } from "../../app/manifest/build-manifest.ts";
import { checkAllManifests, checkManifestFile, type CheckedManifest } from "../../app/manifest/check-manifests.ts";
import { releaseIndex, writeReleaseIndex } from "../../app/manifest/release-index.ts";
import { templateOfRelease } from "../../app/manifest/template-of-release.ts";
import { writeManifest } from "../../app/manifest/write-manifest.ts";
import { indexMarkdown } from "../../domain/manifest/release-index.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import { EXIT, type Call, type Command, type ExitCode } from "../command.ts";

export const manifest: Command = {
  name: "manifest",
  summary: "what a release consists of, as a document for auditors and operators; check, fill in or list manifests",
  operands: "[COMPONENT@]VERSION | check [FILE] | docs VERSION | index | template [VERSION]",
  arity: [1, 2],
  flags: [
    { name: "write", summary: "write it into the release folder, as Markdown and as JSON" },
    { name: "type", value: "NAME", summary: "the release type, where several may lead to the version" },
  ],
  examples: [
    { command: "slipway manifest 1.4.0", explains: "the manifest of 1.4.0, before its tag or from it" },
    { command: "slipway manifest 1.4.0 --write", explains: "releases/RELEASE-MANIFEST-1.4.0.md, and .json" },
    { command: "slipway manifest template 1.4.0", explains: "a manifest to fill in by hand, in seven steps" },
    { command: "slipway manifest check", explains: "whether every release has a complete one; exit 1 otherwise" },
    { command: "slipway manifest docs 1.4.0", explains: "changed interfaces and settings without a changed document" },
    { command: "slipway manifest index --write", explains: "releases/index.json and index.md, with every release" },
  ],
  async run(call) {
    const [first = "", second] = call.operands;
    const run = Object.hasOwn(VERBS, first) ? VERBS[first]! : undefined;
    if (run !== undefined) return run(call, second);
    if (second !== undefined) throw new SlipwayError(unknownOperation(first));
    return call.has("write") ? write(call, first) : show(call, first);
  },
};

const VERBS: Readonly<Record<string, (call: Call, operand: string | undefined) => Promise<ExitCode>>> = {
  check,
  docs,
  index,
  template,
};

async function show(call: Call, operand: string): Promise<ExitCode> {
  const { output, json, services } = call;
  const built = await buildManifest(await toolsOf(call), await services.product(), requestOf(call, operand));
  warnOpenDuties(call, built);
  if (json) output.document(JSON.parse(built.json));
  else output.answer(built.markdown);
  return EXIT.done;
}

async function write(call: Call, operand: string): Promise<ExitCode> {
  const { output, json, services } = call;
  const request = { ...requestOf(call, operand), dryRun: false };
  const written = await writeManifest(await toolsOf(call), await services.product(), request);
  warnOpenDuties(call, written);
  const { paths, changed, byHand } = written;
  const state = changed ? "written" : "there already";
  if (json) output.document({ version: written.release.version, paths, changed, byHand });
  else output.answer(paths.map((path) => `${path}: ${state}`).join("\n"));
  return EXIT.done;
}

async function check({ services, output, json }: Call, file: string | undefined): Promise<ExitCode> {
  const product = await services.product();
  const checked =
    file === undefined
      ? await checkAllManifests(services.repository, product)
      : [await checkManifestFile(product, file)];
  const isGood = checked.every(({ state }) => state === "complete" || state === "outside scope");
  if (json) output.document({ ok: isGood, manifests: checked });
  else output.answer(checked.length === 0 ? "there is no release yet" : checked.map((each) => report(each)).join("\n"));
  return isGood ? EXIT.done : EXIT.no;
}

async function docs(call: Call, operand: string | undefined): Promise<ExitCode> {
  if (operand === undefined) throw new SlipwayError(unknownOperation("docs"));
  const { services, output, json } = call;
  const { duties, release } = await buildManifest(
    await toolsOf(call),
    await services.product(),
    requestOf(call, operand),
  );
  const lines = duties.flatMap(({ category, causes, touched }) => [
    `${touched.length === 0 ? "open" : "met "}  ${category} documents: ${touched.join(", ") || "none was changed"}`,
    ...causes.map((cause) => `      ${cause}`),
  ]);
  if (json) output.document({ version: release.version, duties });
  else output.answer(lines.join("\n") || `${release.version}: nothing changed that documents describe`);
  return duties.some(({ touched }) => touched.length === 0) ? EXIT.no : EXIT.done;
}

async function index({ services, output, json, has }: Call, operand: string | undefined): Promise<ExitCode> {
  if (operand !== undefined) throw new SlipwayError(unknownOperation("index"));
  const product = await services.product();
  const written = has("write") ? await writeReleaseIndex(services, product) : undefined;
  const made = written?.index ?? (await releaseIndex(services, product));
  if (json) output.document(made);
  else if (written === undefined) output.answer(indexMarkdown(made.product, made.releases));
  else
    output.answer(written.paths.map((path) => `${path}: ${written.changed ? "written" : "there already"}`).join("\n"));
  return EXIT.done;
}

async function template({ services, output, json }: Call, operand: string | undefined): Promise<ExitCode> {
  const text = templateOfRelease(await services.product(), operand);
  if (json) output.document({ template: text });
  else output.answer(text);
  return EXIT.done;
}

async function toolsOf({ services }: Call): Promise<ManifestTools> {
  return { ...services, ...(await services.evidence()), dependencies: await services.dependencies() };
}

function requestOf({ text }: Call, operand: string) {
  return { operand, type: text("type") };
}

function warnOpenDuties({ output }: Call, { duties, release }: BuiltManifest): void {
  for (const { category, causes } of duties.filter(({ touched }) => touched.length === 0))
    output.warn(`${release.version} changes no ${category} document, although ${causes.join("; ")}`);
}

function report({ path, tag, state, faults }: CheckedManifest): string {
  const head = `${state}  ${tag === null ? path : `${tag}: ${path}`}`;
  return state === "faulty" ? [head, ...faults.map((fault) => `  ${fault}`)].join("\n") : head;
}

function unknownOperation(verb: string): Problem {
  return {
    code: "wrong-arguments",
    kind: "input",
    found: `\`slipway manifest ${verb}\` is not understood with these arguments`,
    expected: "slipway manifest [COMPONENT@]VERSION, check [FILE], docs VERSION, index or template [VERSION]",
    action: "`slipway manifest --help` shows examples",
  };
}
