import type { Product } from "../config/product.ts";
import type { VerificationAnswer } from "../domain/evidence/verification.ts";
import { itemsOf, type PlannedItem, type ScopeState } from "../domain/scope/scope-state.ts";
import type { Version } from "../domain/version/version.ts";
import { examineEvidence } from "./evidence/collect-verification.ts";
import type { Services } from "./services.ts";

/** What notes tell beside commits and the changelog: the tests of a release, and what was planned for it. */
export interface NotesSources {
  tested(release: NotedCommit): Promise<VerificationAnswer>;
  planned(release: string): Promise<readonly PlannedItem[]>;
}

export interface NotedCommit {
  readonly version: Version;
  readonly commit: string;
  /** Commit of the release before. */
  readonly since: string | undefined;
  readonly isReleased: boolean;
}

export async function notesSources(
  services: Services,
  product: Product,
  scope: () => Promise<ScopeState>,
): Promise<NotesSources> {
  const tools = { ...services, ...(await services.evidence()) };
  return {
    async tested({ version, commit, since, isReleased }) {
      const { root } = await services.repository.state();
      const revision = isReleased || root === undefined ? commit : undefined;
      return (await examineEvidence(tools, product, { version, commit, since, revision })).answer;
    },
    planned: async (release) => itemsOf(await scope(), release),
  };
}
