import type { ConfigDocument } from "../../contract/config.ts";
import type { Convention } from "./convention.ts";
import { fieldsOf, listOf, textOf, textsOf, type Evidence } from "./evidence.ts";
import { COUNTED, packagesOf, releaseAsOf } from "./release-please-packages.ts";
import { visibleTypes, releasePleaseVersioning } from "./release-please-rules.ts";

export const RELEASE_PLEASE_FOLDER = ".github/release-please/";
export const RELEASE_PLEASE_FILES = [
  "release-please-config.json",
  ".release-please-config.json",
  ".github/release-please-config.json",
  ".github/release-please.yml",
] as const;

/** release-please: its manifest configuration, the settings of its GitHub application, or the inputs of its action. */
export function detectReleasePlease(evidence: Evidence): Convention | undefined {
  const manifest = manifestPath(evidence);
  if (manifest !== undefined) return byManifest(evidence, manifest);
  const application = evidence.text(".github/release-please.yml");
  if (application !== undefined) return byApplication(application);
  return byAction(evidence.workflows.filter((workflow) => workflow.includes("release-please")).join("\n"));
}

/** Where the manifest configuration stands; the manifest itself holds the numbers and is never read. */
export function manifestPath({ text, document }: Pick<Evidence, "text" | "document">): string | undefined {
  const files = [...RELEASE_PLEASE_FILES.slice(0, 3), ...configsInFolder(text)];
  return files.find((path) => Object.keys(fieldsOf(document(path))).length > 0);
}

export function configsInFolder(text: Evidence["text"]): string[] {
  const names = text(RELEASE_PLEASE_FOLDER)?.split("\n") ?? [];
  return names.filter((name) => /config.*\.json$/.test(name)).map((name) => RELEASE_PLEASE_FOLDER + name);
}

function byManifest(evidence: Evidence, source: string): Convention {
  const config = fieldsOf(evidence.document(source));
  const packages = Object.entries(fieldsOf(config["packages"])).map(([path, own]) => ({ path, own: fieldsOf(own) }));
  const [only] = packages;
  const numbers = [config, ...packages.map(({ own }) => own)].flatMap((each) => textOf(each["release-as"]) ?? []);
  const asked = numbers.length === 0 ? {} : { numbers };
  if (packages.length > 1 || (only !== undefined && only.path !== ".")) {
    return { source, tool: "release-please", document: packagesOf(evidence, config, packages), ...asked };
  }
  const settings = { ...config, ...only?.own };
  const exclude = textsOf(settings["exclude-paths"]);
  return {
    source,
    tool: "release-please",
    document: {
      ...(exclude.length === 0 ? {} : { exclude }),
      versioning: { ...releasePleaseVersioning(settings), ...releaseAsOf(settings) },
    },
    ...asked,
  };
}

/** Three settings matter, each on a line of its own, so no parser has to be loaded. */
function byApplication(settings: string): Convention {
  const versioning = releasePleaseVersioning({
    "release-type": inputIn(settings, "releaseType"),
    "bump-minor-pre-major": inputIn(settings, "bumpMinorPreMajor") === "true",
  });
  const document = { ...partBelow(inputIn(settings, "path")), versioning };
  return { source: ".github/release-please.yml", tool: "release-please", document };
}

/** The only package of a repository may stand in a folder. */
function partBelow(path: string | undefined): ConfigDocument {
  return path === undefined ? {} : { ...COUNTED, path };
}

function byAction(workflows: string): Convention | undefined {
  if (workflows === "") return undefined;
  const input = (name: string): string | undefined => inputIn(workflows, name);
  const versioning = releasePleaseVersioning({
    "release-type": input("release-type"),
    "bump-minor-pre-major": input("bump-minor-pre-major") === "true",
    "bump-patch-for-minor-pre-major": input("bump-patch-for-minor-pre-major") === "true",
    "changelog-sections": sectionsIn(workflows),
    versioning: /--versioning-strategy[= ]+['"]?([\w-]+)/.exec(workflows)?.[1],
  });
  const document = { ...partBelow(pathIn(workflows)), versioning };
  return { source: "CI", tool: "release-please", document, ...strategyInCi(workflows) };
}

/** The command line names a strategy; where CI computes it, nothing tells which one a release was made with. */
function strategyInCi(workflows: string): Pick<Convention, "foreignCode"> {
  const strategy = /--versioning-strategy[= ]+['"]?([^\s'"]+)/.exec(workflows)?.[1];
  return strategy === undefined || /^[\w-]+$/.test(strategy) ? {} : { foreignCode: `the strategy ${strategy} of CI` };
}

/** The input `path` of the only step that runs the action. */
function pathIn(workflows: string): string | undefined {
  const [step, another] = workflows.match(/release-please-action[^]*?(?=\n\s*- |$)/g) ?? [];
  return step === undefined || another !== undefined ? undefined : /^\s*path:\s*['"]?([\w./-]+)/m.exec(step)?.[1];
}

/** The input `changelog-types` is JSON inside YAML. */
function sectionsIn(workflows: string): readonly unknown[] | undefined {
  const list = /changelog-types:\s*[>|'-]*\s*(\[[^\]]*\])/.exec(workflows)?.[1];
  if (list === undefined) return undefined;
  try {
    const sections = listOf(JSON.parse(list));
    return visibleTypes(sections).length === 0 ? undefined : sections;
  } catch {
    return undefined; // not JSON: release-please would not start, so the input tells nothing
  }
}

function inputIn(yaml: string, name: string): string | undefined {
  return new RegExp(String.raw`\b${name}:\s*['"]?([\w./-]+)`).exec(yaml)?.[1];
}
