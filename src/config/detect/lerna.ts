import type { Convention } from "./convention.ts";
import { fieldsOf, textsOf, type Evidence } from "./evidence.ts";

const FLAG = /lerna[^&|\n]*--conventional-commits/;

/**
 * lerna with conventional commits and one version for all packages: only commits that touch a package count, and a
 * release is at least a patch. Packages with versions of their own are not read.
 */
export function detectLerna(evidence: Evidence): Convention | undefined {
  const settings = fieldsOf(evidence.document("lerna.json"));
  if (Object.keys(settings).length === 0 || settings["version"] === "independent") return undefined;
  const source = isConventional(evidence) ? "lerna.json" : sourceInChangelog(evidence);
  if (source === undefined) return undefined;
  return {
    source,
    tool: "lerna",
    document: {
      path: packageGlobs(evidence),
      versioning: {
        preset: "angular",
        reverts: "quoted",
        grammar: "angular",
        rules: [{ type: "feature", bump: "minor" }],
        zero: "breaking-is-minor",
        floor: "patch",
        firstCounter: 0,
      },
    },
  };
}

function isConventional({ document, package: { scripts }, ci }: Evidence): boolean {
  const settings = fieldsOf(document("lerna.json"));
  const commands = [settings, ...["version", "publish"].map((name) => fieldsOf(fieldsOf(settings["command"])[name]))];
  if (commands.some((command) => command["conventionalCommits"] === true)) return true;
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
