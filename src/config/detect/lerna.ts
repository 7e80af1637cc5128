import type { Convention } from "./convention.ts";
import { fieldsOf, textOf, textsOf, type Evidence, type Fields } from "./evidence.ts";

const FLAG = /lerna[^&|\n]*--conventional-commits/;
const PRESET_FLAG = /--changelog-preset[= ]['"]?([\w@/-]+)/;

/**
 * lerna with conventional commits and one version for all packages: only commits that touch a package count, and a
 * release is at least a patch. Packages with versions of their own are not read.
 */
export function detectLerna(evidence: Evidence): Convention | undefined {
  const settings = fieldsOf(evidence.document("lerna.json"));
  if (Object.keys(settings).length === 0 || settings["version"] === "independent") return undefined;
  const source = isConventional(evidence) ? "lerna.json" : sourceInChangelog(evidence);
  if (source === undefined) return undefined;
  const isAngular = !namesConventionalCommits(evidence);
  return {
    source,
    tool: "lerna",
    document: {
      lockFiles: "counted",
      path: packageGlobs(evidence),
      versioning: {
        preset: "angular",
        reverts: "quoted",
        grammar: isAngular ? "angular" : "conventional-changelog",
        ...(isAngular ? {} : { rules: [{ type: "feature", bump: "minor" as const }] }),
        zero: "breaking-is-minor",
        floor: "patch",
        firstCounter: 0,
      },
    },
  };
}

/** Settings stand at the top, or under the command they are for. */
function settingsOf({ document }: Evidence): Fields[] {
  const settings = fieldsOf(document("lerna.json"));
  return [settings, ...["version", "publish"].map((name) => fieldsOf(fieldsOf(settings["command"])[name]))];
}

/** The preset is angular unless another one is named, by its name or as an object that holds it. */
function namesConventionalCommits(evidence: Evidence): boolean {
  const named = settingsOf(evidence).flatMap(
    ({ changelogPreset: preset }) => textOf(preset) ?? textOf(fieldsOf(preset)["name"]) ?? [],
  );
  const {
    ci,
    package: { scripts },
  } = evidence;
  const flags = [ci, ...Object.values(scripts)].flatMap((text) => PRESET_FLAG.exec(text)?.[1] ?? []);
  return [...named, ...flags].some((preset) => preset.includes("conventionalcommits"));
}

function isConventional(evidence: Evidence): boolean {
  const {
    ci,
    package: { scripts },
  } = evidence;
  if (settingsOf(evidence).some((command) => command["conventionalCommits"] === true)) return true;
  return FLAG.test(ci) || Object.values(scripts).some((script) => FLAG.test(script));
}

/** lerna writes this sentence under the title of changelogs that it made from commits. */
function sourceInChangelog({ text }: Evidence): string | undefined {
  const head = text("CHANGELOG.md")?.slice(0, 600) ?? "";
  const sentence = "See [Conventional Commits](https://conventionalcommits.org) for commit guidelines";
  return head.includes(sentence) ? "CHANGELOG.md" : undefined;
}

function packageGlobs({ document, package: { fields } }: Evidence): string[] {
  const own = textsOf(fieldsOf(document("lerna.json"))["packages"]);
  const { workspaces } = fields;
  const fromWorkspaces = [...textsOf(workspaces), ...textsOf(fieldsOf(workspaces)["packages"])];
  const globs = (own.length > 0 ? own : fromWorkspaces).filter((glob) => !glob.startsWith("!"));
  return globs.length === 0 ? ["packages/*"] : globs;
}
