import { join } from "node:path";
import { Stage } from "./stage.ts";

/** A small library: from changes to plan, changelog, notes and tag, one command at a time. */
export function releaseDoor(folder: string): Stage {
  const stage = new Stage(join(folder, "door"), Date.UTC(2026, 0, 5, 9) / 1000);
  makeHistory(stage);
  stage.slipway("What would be released now, and why?", ["plan"]);
  stage.slipway("A bugfix release of this would be refused: it holds a feature", ["plan", "--type", "bugfix"], 4);
  stage.slipway("Write the version into the files that state it", ["bump"]);
  const words = ["--title", "Locks", "--objective", "Doors that can be locked."];
  stage.slipway("Write the changelog entry", ["changelog", "--write", ...words]);
  stage.show("The entry", "CHANGELOG.md", 1, 26);
  stage.slipway("Is the entry complete?", ["changelog", "check", "1.1.0"]);
  stage.wait();
  stage.slipway("Commit what belongs to the release", ["bump", "--release"]);
  stage.slipway("Tag the release", ["tag", "1.1.0"]);
  stage.slipway("Do all tags still stand where they were made?", ["tag", "check"]);
  stage.slipway("Release notes for those who operate it", ["notes", "1.1.0", "--audience", "operators"]);
  stage.slipway("From a commit to the release that carries it", ["trace", "HEAD~3"]);
  stage.slipway("Nothing is left to release", ["next"], 3);
  return stage;
}

function makeHistory(stage: Stage): void {
  const manifest = (version: string): string =>
    `{\n  "name": "door",\n  "version": "${version}",\n  "private": true\n}\n`;
  const api = (path: string): string =>
    `openapi: 3.0.3\ninfo: { title: Door, version: "1" }\npaths:\n  /door:\n    get: { responses: { "200": { description: ok } } }\n${path}`;
  stage.commit("feat: a door that opens", {
    "package.json": manifest("1.0.0"),
    "src/door.js": "export const open = () => 'open';\n",
  });
  stage.commit("docs: how to open it", { "README.md": "# Door\n", "api/door.yaml": api("") });
  stage.commit("chore: how this product is released", { "slipway.yaml": CONFIGURATION, "CHANGELOG.md": CHANGELOG });
  stage.git("tag", "-a", "v1.0.0", "-m", "Release v1.0.0: First door");
  stage.commit(
    "feat(lock): lock with a code (#12)\n\nCloses #3\nEnv: DOOR_CODE, the code that opens\nRollback: earlier versions ignore DOOR_CODE",
    { "src/lock.js": "export const lock = (code) => code;\n" },
  );
  stage.commit("fix: hinges no longer squeak (#14)\n\nFixes #9", {
    "src/door.js": "export const open = () => 'open, quietly';\n",
  });
  stage.commit("feat: a bell", { "src/bell.js": "export const ring = () => 'ding';\n", "api/door.yaml": api(BELL) });
  stage.commit('Revert "feat: a bell"\n\nThis reverts commit ' + stage.git("rev-parse", "HEAD") + ".", {
    "src/bell.js": "",
    "api/door.yaml": api(""),
  });
  stage.commit("ci: test on every push", { "ci.txt": "x\n" });
}

const CONFIGURATION = `product: Door
tag: "v{version}"
versioning:
  files: [package.json]
  api: [{ spec: api/door.yaml }]
types:
  bugfix: { bump: [patch] }
  feature: { bump: [minor, major] }
changelog: { style: conventional }
`;

const CHANGELOG = `# Changelog

What changed, for the people who use the door.

## [1.0.0] - 2026-01-05

### First door

**Objective:** A door that opens.

#### Added

- A door that opens
`;

const BELL = `  /bell:
    post: { responses: { "204": { description: rung } } }
`;
