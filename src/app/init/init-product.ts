import { basename } from "node:path";
import { CONFIG_FILE } from "../../config/load.ts";
import { writeConfig } from "../../config/write-config.ts";
import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { BranchReader, Repository, Workspace } from "../ports.ts";
import { proposeConfig, type Proposal } from "./propose-config.ts";
import { readFacts } from "./repository-facts.ts";

export interface InitRequest {
  /** Only tell what would be written. */
  readonly dryRun: boolean;
  /** Replace a slipway.yaml that is there. */
  readonly force: boolean;
}

export interface Initialised extends Proposal {
  readonly path: string;
  readonly text: string;
  readonly written: boolean;
}

interface Services {
  readonly repository: Repository;
  readonly branches: BranchReader;
  readonly workspace: Workspace;
}

/** Writes a slipway.yaml from what the repository shows. */
export async function initProduct(
  { repository, branches, workspace }: Services,
  { dryRun, force }: InitRequest,
): Promise<Initialised> {
  const { root, gitFolder } = await repository.state();
  if (root === undefined) throw new SlipwayError(bareRepository(gitFolder));
  const present = (await workspace.read(CONFIG_FILE)) !== undefined;
  if (present && !force && !dryRun) throw new SlipwayError(configPresent());
  const proposal = await proposeConfig(repository, await readFacts(repository, branches, basename(root)));
  const text = writeConfig(proposal.document, proposal.remarks);
  if (!dryRun) await workspace.write(CONFIG_FILE, text);
  return { ...proposal, path: CONFIG_FILE, text, written: !dryRun };
}

function configPresent(): Problem {
  return {
    code: "config-present",
    kind: "refused",
    found: `${CONFIG_FILE} exists already`,
    expected: "a repository without one, so that nothing of yours is lost",
    action: "compare with `slipway init --dry-run`, or replace it with --force",
  };
}

function bareRepository(gitFolder: string): Problem {
  return {
    code: "bare-repository",
    kind: "refused",
    found: `${gitFolder} is a bare repository: there is no working tree to write ${CONFIG_FILE} into`,
    expected: "a repository with a working tree",
    action: "clone it and run `slipway init` in the clone",
  };
}
