import type { Convention } from "./convention.ts";
import { fieldsOf, textsOf, type Evidence } from "./evidence.ts";

/** `nx release` with conventional commits and one version for all projects, whose folders stand below `packages`. */
export function detectNx({ document }: Evidence): Convention | undefined {
  const release = fieldsOf(fieldsOf(document("nx.json"))["release"]);
  if (release["projectsRelationship"] === "independent" || !isConventional(release)) return undefined;
  const projects = textsOf(release["projects"]);
  const folders = projects.filter((project) => project.includes("/") && !project.startsWith("!"));
  return {
    source: "nx.json",
    tool: "nx",
    document: {
      lockFiles: "counted",
      path: folders.length > 0 ? folders : ["packages/*"],
      versioning: {
        preset: "angular",
        reverts: "quoted",
        grammar: "conventional-changelog",
        rules: [{ type: "feature", bump: "minor" }],
        zero: "breaking-is-minor",
        floor: "patch",
        firstCounter: 0,
      },
    },
  };
}

function isConventional(release: Readonly<Record<string, unknown>>): boolean {
  return fieldsOf(release["version"])["conventionalCommits"] === true || Object.hasOwn(release, "conventionalCommits");
}
