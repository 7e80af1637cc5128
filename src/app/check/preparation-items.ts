import { detailsIn } from "../changelog-file.ts";
import type { Product } from "../../config/product.ts";
import { checkChangelog } from "../../domain/changelog/check.ts";
import { findEntry, parseChangelog } from "../../domain/changelog/document.ts";
import { itemsOfSection, parseEntry } from "../../domain/changelog/entry.ts";
import { shortHash } from "../../domain/commit/commit.ts";
import { itemOf, type CheckItem } from "../../domain/evidence/check-item.ts";
import { MARKER_WORDS, openMarkers, type AddedLine } from "../../domain/evidence/task-markers.ts";
import type { Problem } from "../../kernel/problem.ts";
import { checkGates } from "../check-gates.ts";
import { isReleaseFile } from "../clean-tree.ts";
import { standsIn } from "../component-paths.ts";
import { releaseBranchProblems } from "../release-branch.ts";
import { filesAt, type ReleaseFacts } from "../release-facts.ts";
import { treeProblems, versionProblems } from "../tag-checks.ts";
import { versionFileProblems } from "../version-files.ts";
import type { ReleaseTools } from "./check-tools.ts";

/** What has to hold before a release is made: version, changelog, conditions on the version, version files, tree, branch. */
export async function preparationItems(
  tools: ReleaseTools,
  product: Product,
  facts: ReleaseFacts,
  reason: string | undefined,
): Promise<CheckItem[]> {
  const { repository, addedLines } = tools;
  const { component, text, commit, changelog } = facts;
  const [files, tree, branch, gates, markers, { head, branch: name }] = await Promise.all([
    versionFileProblems(component, text, filesAt(repository, commit), product.changelog.required),
    treeProblems(repository, product, commit),
    releaseBranchProblems(tools, product, facts),
    checkGates(repository, product, facts),
    addedLines(facts.plan?.current?.commit, commit, MARKER_WORDS).then(openMarkers),
    repository.state(),
  ]);
  const isHead = head === commit;
  const isOwn = standsIn(component);
  const stated = component.versionFiles.map(({ path }) => path).join(", ");
  return [
    itemOf("version", `${text} is the version to release`, versionFaults(facts, reason), versionEvidence(facts)),
    changelogItem(component.changelog, text, changelog),
    ...summaryItem(product, facts),
    ...breakingItem(facts),
    ...gates.map((gate) => ({ ...gate, required: true })),
    markerItem(
      markers.filter(({ path }) => isOwn(path) && !isReleaseFile(path, product)),
      product,
    ),
    itemOf("version-files", `every version file states ${text}`, files, stated || "none is configured"),
    itemOf("clean-tree", "nothing is uncommitted", tree, isHead ? "clean" : `${shortHash(commit)} is not HEAD`),
    itemOf("branch", "the branch may be released from", branch, isHead ? (name ?? "HEAD is detached") : "not HEAD"),
  ];
}

/** A version that is tagged was weighed then; only a mark still speaks against it. */
function versionFaults(facts: ReleaseFacts, reason: string | undefined): readonly Problem[] {
  const isTagged = facts.existing !== undefined && !facts.isMarked;
  return isTagged ? [] : [...facts.planProblems, ...versionProblems(facts, reason)];
}

function versionEvidence({ existing, plan }: ReleaseFacts): string {
  if (existing !== undefined) return `tagged as ${existing.name}`;
  return plan?.reason ?? "planned";
}

/** Required whatever the settings of `tag`: a release without a dated entry is none (Appendix C, E1.9, E2.4a). */
function changelogItem(path: string, version: string, changelog: string): CheckItem {
  const { ok, message } = checkChangelog(changelog, version, path);
  const expected = `\`## [${version}] - YYYY-MM-DD\``;
  const action = `slipway changelog --write, or write ${expected}; then commit it`;
  const problems: Problem[] = ok ? [] : [{ code: "changelog", kind: "failed", found: message, action }];
  return itemOf("changelog", `${path} has a dated entry`, problems, message);
}

/** What an entry is about, in its title and its objective; plain Keep a Changelog has neither (T-12). */
function summaryItem(
  { changelog: { style, source } }: Product,
  { changelog, component, text }: ReleaseFacts,
): CheckItem[] {
  const document = parseChangelog(changelog);
  if (style !== "conventional" || findEntry(document, text) === undefined) return [];
  const { title, objective } = detailsIn(document, text);
  const missing = [title === null ? "title" : "", objective === null ? "objective" : ""].filter((part) => part !== "");
  const found = `the entry of ${text} in ${component.changelog} has no ${missing.join(" and no ")} of its own`;
  const action = "write what the release is about: a heading of level 3, and a line `**Objective:** …`";
  const problems: Problem[] = missing.length === 0 ? [] : [{ code: "changelog", kind: "failed", found, action }];
  return [
    {
      ...itemOf("changelog-summary", "the entry sums the release up", problems, title ?? ""),
      required: source === "hand",
    },
  ];
}

/** E1.10, E2.4b: only where something breaks. */
function breakingItem({ changes, changelog, component, text }: ReleaseFacts): CheckItem[] {
  const breaking = changes.filter((change) => change.breaking && !change.cancelled);
  const entry = findEntry(parseChangelog(changelog), text);
  if (breaking.length === 0 || entry === undefined) return [];
  const told = itemsOfSection(parseEntry(entry.raw), "Breaking Changes").filter((item) => !/^none\b/i.test(item.text));
  const found = `${component.changelog} says nothing under Breaking Changes, but ${breaking.map(({ commit, subject }) => `${shortHash(commit)} "${subject}"`).join(", ")}`;
  const action = "describe what breaks, and what to do about it, in the entry";
  const problems: Problem[] = told.length > 0 ? [] : [{ code: "changelog", kind: "failed", found, action }];
  return [itemOf("breaking-described", "breaking changes are described", problems, `${told.length} described`)];
}

function markerItem(markers: readonly AddedLine[], { taskMarkers }: Product): CheckItem {
  const lines = markers.slice(0, 10).map(({ path, line, text }) => `${path}:${line} ${text.trim().slice(0, 80)}`);
  const more = markers.length > lines.length ? [`and ${markers.length - lines.length} more`] : [];
  const found = [...lines, ...more].join("\n");
  const action = "do what they ask for, or write the number of an issue beside them";
  const problems: Problem[] = markers.length === 0 ? [] : [{ code: "task-markers", kind: "failed", found, action }];
  const title = "every TODO and FIXME that came in is done or written down";
  return { ...itemOf("task-markers", title, problems, "none is open"), required: taskMarkers === "block" };
}
