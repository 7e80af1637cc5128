import type { RelatedCommit, TracedCommit, TracedComponent } from "../app/trace-commit.ts";
import type { TracedVersion } from "../app/trace-version.ts";
import { shortHash } from "../domain/commit/commit.ts";

const SHOWN_MAX = 40;
const DEPLOYMENTS = "deployments: not known; they are on record in a store, not in git";

export function renderTracedCommit(trace: TracedCommit): string {
  return [
    `commit ${trace.commit}`,
    `  ${trace.subject.slice(0, 200)}`,
    `author: ${trace.author}, ${trace.authoredAt}`,
    `pull request: ${trace.pullRequest === null ? "none found" : `#${trace.pullRequest}`}`,
    ...(trace.issues.length === 0 ? [] : [`issues: ${trace.issues.join(", ")}`]),
    ...(trace.releases.length === 0
      ? ["releases: it touches no component"]
      : trace.releases.map((each) => released(each))),
    `branches: ${trace.branches.join(", ") || "none with a role holds it"}`,
    ...relatives("reverted by", trace.revertedBy),
    ...relatives("cherry-picked to", trace.cherryPickedTo),
    ...(trace.cherryPickedFrom === null ? [] : [`cherry-picked from: ${shortHash(trace.cherryPickedFrom)}`]),
    DEPLOYMENTS,
  ].join("\n");
}

export function renderTracedVersion(trace: TracedVersion): string {
  const { tag, previous, changes, changelog } = trace;
  const kind = tag.annotated
    ? tag.signed
      ? "annotated, signed (not verified here)"
      : "annotated, not signed"
    : "light";
  const shown = changes.slice(0, SHOWN_MAX).map(({ commit, type, subject, breaking }) => {
    const prefix = type === null ? "" : `${type}${breaking ? "!" : ""}: `;
    return `  ${shortHash(commit)} ${`${prefix}${subject}`.slice(0, 100)}`;
  });
  const more = changes.length > SHOWN_MAX ? [`  and ${changes.length - SHOWN_MAX} more (--json lists all)`] : [];
  return [
    `${trace.component === null ? "" : `${trace.component}@`}${trace.version}${tag.marked ? " (rejected or rolled back)" : ""}`,
    `tag: ${tag.name}, ${kind}, object ${shortHash(tag.object)}, commit ${tag.commit}`,
    ...(tag.tagger === null ? [] : [`tagged by: ${tag.tagger}, ${tag.taggedAt}`]),
    `previous: ${previous === null ? "none, this is the first release" : `${previous.version} (${previous.tag})`}`,
    `commits: ${trace.commits}, of which ${changes.length} changes are released:`,
    ...shown,
    ...more,
    `changelog: ${changelog === null ? "no entry at the tag" : `${changelog.path}: ${changelog.heading}`}`,
    `files: ${trace.files.join(", ") || "no manifest at the tag"}`,
    DEPLOYMENTS,
  ].join("\n");
}

function released({ component, first, elsewhere, prerelease }: TracedComponent): string {
  const where = component === null ? "released in" : `${component} released in`;
  const also = elsewhere.length === 0 ? "" : `; also first in ${elsewhere.map(({ tag }) => tag).join(", ")}`;
  const before = prerelease === null ? "" : `; pre-release ${prerelease.tag}`;
  return `${where}: ${first === null ? "no release yet" : first.tag}${also}${before}`;
}

function relatives(title: string, commits: readonly RelatedCommit[]): string[] {
  return commits.map(({ commit, subject }) => `${title}: ${shortHash(commit)} ${subject.slice(0, 100)}`);
}
