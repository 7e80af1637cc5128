import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stage } from "./stage.ts";

const VERSION = "0.6.1";
const BUNDLE = `releases/dashboard-${VERSION}.tar.gz`;

/** A workstream of a product under audit (preset qms): tests, scan, manifest, tag, bundle, proof, ledger. */
export function releaseDashboard(folder: string): Stage {
  const stage = new Stage(join(folder, "dashboard"), Date.UTC(2026, 0, 12, 9) / 1000);
  makeHistory(stage);
  stage.slipway("A key that signs what is released", ["key", "create"]);
  stage.commit("chore: the key whose signatures count", {});
  stage.slipway("The process it follows", ["process", "show", "release"]);
  stage.slipway("Run the regression suite and keep its report", ["evidence", "run", "regression", "--by", "QA"]);
  stage.slipway("Keep the report of a security scan", ["evidence", "add", "../scan.sarif", "--by", "QA"]);
  stage.wait();
  const workstream = ["--type", "workstream"];
  stage.slipway("What would be made?", ["release", "prepare", VERSION, ...workstream, "--dry-run"]);
  stage.slipway("Make the release", ["release", "prepare", VERSION, ...workstream]);
  stage.slipway("Again, after a crash or to be sure: nothing is made twice", [
    "release",
    "prepare",
    VERSION,
    ...workstream,
  ]);
  stage.show("The manifest", `releases/RELEASE-MANIFEST-${VERSION}.md`, 1, 62);
  stage.slipway("Is everything there that the process asks for?", ["check", VERSION, ...workstream]);
  stage.slipway("Is everything what it claims to be?", ["verify", VERSION]);
  stage.run("The checksums, without us", `sha256sum -c --quiet releases/checksums-${VERSION}.txt && echo all hold`);
  flipByte(stage.path(BUNDLE));
  stage.slipway("Somebody changes a single byte of the bundle", ["verify", VERSION], 1);
  stage.slipway("The tag gives the same bundle again", ["bundle", VERSION]);
  stage.slipway("Who did what, in which order?", ["audit", "log"]);
  stage.slipway("Sign what was recorded", ["audit", "publish"]);
  stage.slipway("Is every entry as it was signed?", ["audit", "verify"]);
  return stage;
}

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(path, bytes);
}

function makeHistory(stage: Stage): void {
  stage.commit("feat: dashboards that tell what is open", {
    "slipway.yaml": CONFIGURATION,
    "backend/version.py": '__version__ = "0.6.0"\n',
    "backend/dashboard.py": "def open_items():\n    return []\n",
    "tests/regression.sh": 'echo "Tests Passed: 6/6"\necho "Tests Failed: 0/6"\n',
    "requirements.txt": "flask==3.0.3\n",
    "INSTALL.md": "# Installing\n\npip install -r requirements.txt\n",
    "OPERATIONS.md": "# Operating\n\nStart the service and ask /health.\n",
    "RUNBOOK.md": "# Runbook\n\nTo go back, deploy the previous tag.\n",
    "CHANGELOG.md": `# Changelog\n\n${PHASE_6}`,
  });
  stage.git("tag", "-a", "v0.6.0", "-m", "Release v0.6.0: Phase 6: first dashboards");
  stage.commit("feat: audit view with filters", {
    "backend/audit.py": "def decisions(since):\n    return []\n",
    "requirements.txt": "flask==3.1.0\npyyaml==6.0.2\n",
    "CHANGELOG.md": `# Changelog\n\n${WORKSTREAM_2}${PHASE_6}`,
  });
  stage.commit("fix: paths are checked before files are opened", {
    "backend/audit.py": "def decisions(since):\n    return sorted([])\n",
  });
  stage.write("../scan.sarif", SCAN);
}

const CONFIGURATION = `extends: qms
product: Dashboard
versioning: { files: [backend/version.py] }
tests:
  suites:
    regression: { command: sh tests/regression.sh }
ledger: required
`;

const WORKSTREAM_2 = `## [Unreleased]

### Workstream 2: audit view

**Objective:** Auditors find every decision.

#### Added

- Audit view with filters

#### Security

- Paths are checked before files are opened

`;

const PHASE_6 = `## [0.6.0] - 2026-01-12

### Phase 6: first dashboards

**Objective:** Dashboards that tell what is open.

#### Added

- Dashboards
`;

const SCAN = `${JSON.stringify({
  version: "2.1.0",
  $schema: "https://json.schemastore.org/sarif-2.1.0.json",
  runs: [{ tool: { driver: { name: "pathcheck", rules: [] } }, results: [] }],
})}\n`;
