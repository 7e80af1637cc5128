import { firstLine, shortHash } from "../domain/commit/commit.ts";
import { changesOf, unreadBangs, type Corrections } from "../domain/plan/change.ts";
import { maintenanceRange } from "../domain/plan/maintenance.ts";
import type { Override } from "../domain/plan/override.ts";
import type { PlanInput } from "../domain/plan/plan.ts";
import type { ReleaseType } from "../domain/plan/release-type.ts";
import type { RuleSet } from "../domain/plan/rules.ts";
import type { Signal } from "../domain/plan/significance.ts";
import { parseVersion } from "../domain/version/version.ts";
import { unwrap } from "../kernel/problem.ts";
import type { ComponentHistory } from "./component-history.ts";

/** Everything that a plan for one component is made from, except the numbers that are used up. */
export interface PlanSource {
  readonly history: ComponentHistory;
  readonly rules: RuleSet;
  readonly to: string;
  readonly channel?: string | undefined;
  readonly type?: ReleaseType | undefined;
  /** Name of the branch planned for, which may promise a range of versions. */
  readonly branch?: string | undefined;
  readonly override?: Override | undefined;
  readonly corrections?: Corrections;
  readonly signals?: readonly Signal[];
}

/** Reads the commits of a history as changes and puts together what the domain decides from. */
export function planInput(source: PlanSource): Omit<PlanInput, "isTaken"> {
  const { history, rules, to, channel, type, branch, override, corrections, signals = [] } = source;
  const { commits, fresh, component } = history;
  const { releaseAs } = component;
  const changesSinceStable = changesOf(commits, rules, corrections);
  const isSame = fresh.length === commits.length && fresh.every((commit, index) => commit === commits[index]);
  const changes = isSame ? changesSinceStable : changesOf(fresh, rules, corrections);
  const maintenance = branch === undefined ? undefined : maintenanceRange(branch);
  return {
    component: component.name,
    rules,
    stable: history.stable,
    since: history.since,
    initial: unwrap(parseVersion(rules.initial)),
    prereleases: history.prereleases,
    changes,
    changesSinceStable,
    commits: fresh.length,
    signals,
    to,
    writeTag: (version) => history.tags.write(version, history.since ?? history.stable),
    warnings: unreadBangs(fresh, rules).map(
      ({ hash, message }) =>
        `commit ${shortHash(hash)} "${firstLine(message).slice(0, 100)}": the grammar ${rules.grammar} does not know "!", so this counts for ` +
        "nothing; a line BREAKING CHANGE: would",
    ),
    ...(channel === undefined ? {} : { channel }),
    ...(type === undefined ? {} : { type }),
    ...(override === undefined ? {} : { override }),
    ...(releaseAs === undefined ? {} : { asked: { version: releaseAs, source: rules.source } }),
    ...(maintenance === undefined ? {} : { maintenance }),
  };
}
