import type { Component, Product } from "../../config/product.ts";
import { isSlipwayError } from "../../kernel/problem.ts";
import type { LedgerAccess } from "../ledger-ports.ts";
import type { Installation, Repository } from "../ports.ts";
import { checkLedger } from "./check-ledger.ts";
import { checkGit, checkIdentity, checkNode, checkSigning } from "./check-machine.ts";
import { checkChangelogs, checkComponents, checkReleases, checkTags } from "./check-product.ts";
import { checkConventions, checkDepth, checkKind, checkLeftovers, checkTree } from "./check-repository.ts";
import { checkVersionFiles } from "./check-version-files.ts";
import { examine, fine, warning, type Finding, type Seen } from "./finding.ts";

interface Services {
  readonly repository: Repository;
  readonly installation: Installation;
  readonly ledger: LedgerAccess;
  product(): Promise<Product>;
}

const REPOSITORY_CHECKS = ["history", "identity", "signing", "conventions", "leftovers", "ledger"];
const PRODUCT_CHECKS = ["tags", "releases", "components", "version files", "changelog"];

/** Every check, whatever the others say. What a failed one keeps from being looked at is told, never left out. */
export async function examineProduct(services: Services): Promise<Finding[]> {
  const { repository, installation, ledger } = services;
  const machine = [
    ...(await examine("git", () => checkGit(installation))),
    ...(await examine("node", () => checkNode(installation))),
  ];
  const kind = await examine("repository", () => checkKind(repository));
  const readable = await isReadable(repository);
  if (!readable) {
    const rest = [...REPOSITORY_CHECKS, "configuration", ...PRODUCT_CHECKS, "tree"];
    return [...machine, ...kind, ...rest.map((check) => unseen(check, "repository"))];
  }
  const looks: Record<string, () => Promise<readonly Seen[]>> = {
    history: () => checkDepth(repository),
    identity: () => checkIdentity(repository),
    signing: () => checkSigning(repository),
    conventions: () => checkConventions(repository),
    leftovers: () => checkLeftovers(repository, installation),
    ledger: () => checkLedger(ledger),
  };
  const basics: Finding[] = [];
  for (const check of REPOSITORY_CHECKS) basics.push(...(await examine(check, looks[check]!)));
  return [...machine, ...kind, ...basics, ...(await examineConfiguration(services))];
}

async function examineConfiguration({ repository, product: load }: Services): Promise<Finding[]> {
  let product: Product | undefined;
  const configuration = await examine("configuration", async () => {
    product = await load();
    return [
      fine(
        `${product.source}: ${product.components.length > 1 ? `${product.components.length} components` : product.name}`,
      ),
    ];
  });
  const tree = await examine("tree", () => checkTree(repository, product));
  if (product === undefined)
    return [...configuration, ...PRODUCT_CHECKS.map((check) => unseen(check, "configuration")), ...tree];
  return [...configuration, ...(await examineReleases(repository, product)), ...tree];
}

async function examineReleases(repository: Repository, product: Product): Promise<Finding[]> {
  let current: ReadonlyMap<Component, string> = new Map();
  const tags = await examine("tags", () => checkTags(repository, product));
  const releases = await examine("releases", async () => {
    const checked = await checkReleases(repository, product);
    current = checked.current;
    return checked.seen;
  });
  return [
    ...tags,
    ...releases,
    ...(await examine("components", () => checkComponents(repository, product))),
    ...(await examine("version files", () => checkVersionFiles(repository, product, current))),
    ...(await examine("changelog", () => checkChangelogs(repository, product, current))),
  ];
}

async function isReadable(repository: Repository): Promise<boolean> {
  try {
    await repository.state();
    return true;
  } catch (error) {
    if (isSlipwayError(error)) return false;
    throw error;
  }
}

function unseen(check: string, because: string): Finding {
  return { check, ...warning("could not be looked at", `solve the problem of the ${because} first`) };
}
