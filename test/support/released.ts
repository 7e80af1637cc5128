import { makeRepository, type TestRepository } from "./repository.ts";
import { slipway } from "./slipway.ts";

/** Files of a product whose release has every part of Appendix D. */
export const PRODUCT_FILES: Readonly<Record<string, string>> = {
  "slipway.yaml": "product: North Wind\nartifacts: { milestones: 1.0.0 }\n",
  "CHANGELOG.md": "# Changelog\n\n## [1.0.0] - 2026-01-05\n\n### Added\n\n- A door\n",
  "INSTALL.md": "Unpack it.\n",
  "docs/OPERATIONS.md": "Watch the door.\n",
  "docs/RUNBOOK.md": "Close the door.\n",
  "requirements.txt": "flask==3.0.0\n",
  "src/door.py": "print('open')\n",
  "src/empty.py": "",
  "src/a folder/grün.txt": "windows\r\nline ends\r\n",
};

/** A repository whose version is tagged, with a manifest and a trusted key that stays in the git folder. */
export function releasedProduct(version = "1.0.0", files: Readonly<Record<string, string>> = {}): TestRepository {
  const repository = makeRepository();
  repository.write("slipway.yaml", "product: North Wind\nartifacts: { milestones: 1.0.0 }\n");
  const created = slipway(repository.folder, ["key", "create", "--json"]);
  const { publicFile } = JSON.parse(created.stdout) as { publicFile: string };
  repository.git("add", publicFile);
  const tested = repository.commit("feat: a door", { ...PRODUCT_FILES, ...files });
  const manifest = {
    [`releases/RELEASE-MANIFEST-${version}.md`]: "# Release Manifest\n\n## North Wind v1.0.0\n",
    [`releases/RELEASE-MANIFEST-${version}.json`]: '{ "product": "North Wind" }\n',
  };
  repository.commit(`chore: release v${version}`, { ...manifest, ...evidenceFiles("1".repeat(64), tested) });
  repository.tag(`v${version}`, `Release v${version}: A door`);
  return repository;
}

/** A report and its record, as evidence is kept. */
export function evidenceFiles(sha256: string, commit: string): Record<string, string> {
  return {
    [`releases/evidence/${sha256}`]: "6 of 6 passed\n",
    [`releases/evidence/${sha256}.json`]: `${JSON.stringify({ kind: "tests", suite: "unit", commit })}\n`,
  };
}

/** Where the artifacts of a version of that product stand. */
export function artifactPaths(version = "1.0.0") {
  const base = `releases/north-wind-${version}`;
  return {
    manifest: `releases/RELEASE-MANIFEST-${version}.md`,
    manifestJson: `releases/RELEASE-MANIFEST-${version}.json`,
    bundle: `${base}.tar.gz`,
    checksums: `releases/checksums-${version}.txt`,
    sbom: `${base}.cdx.json`,
    provenance: `${base}.provenance.json`,
  };
}

/** Makes every artifact of a version. */
export function makeArtifacts(
  { folder }: TestRepository,
  version = "1.0.0",
  environment: NodeJS.ProcessEnv = {},
): void {
  for (const command of ["bundle", "checksums", "sbom", "provenance"]) {
    const { code, stderr } = slipway(folder, [command, version], environment);
    if (code !== 0) throw new Error(`slipway ${command}: ${stderr}`);
  }
}
