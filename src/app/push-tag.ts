import { SlipwayError, type Problem } from "../kernel/problem.ts";
import type { PushedRef } from "./line-ports.ts";
import { pushRefs } from "./line/push-refs.ts";
import type { Services } from "./services.ts";

interface PushRequest {
  readonly tag: string;
  readonly object: string;
  readonly commit: string;
  readonly remote: string;
}

export interface TagPush {
  readonly remote: string;
  /** What the remote answered afterwards, by full name. */
  readonly refs: Readonly<Record<string, string>>;
  readonly says: string;
}

/**
 * Sends a tag to a remote, and the branch on which it was made just now. Both are compared before and after; nothing
 * there is overwritten. Where a ledger is, the push is recorded.
 */
export async function pushTag(
  services: Pick<Services, "lines" | "repository" | "recorder">,
  { tag, object, commit, remote }: PushRequest,
): Promise<TagPush> {
  const { head, branch } = await services.repository.state();
  const refs: PushedRef[] = [{ name: `refs/tags/${tag}`, object }];
  if (branch !== undefined && head === commit) refs.unshift({ name: `refs/heads/${branch}`, object: commit });
  const { pushed, says, refs: answered } = await pushRefs(services, { remote, refs });
  if (!pushed) throw new SlipwayError(noRemote(remote));
  await services.recorder.record(`tag-pushed/${remote}/${object}/${tag}`, {
    type: "tag-pushed",
    stream: `release/${tag}`,
    action: "push",
    object: { kind: "tag", id: tag, version: object },
    old: null,
    new: { remote, refs: { ...answered } },
  });
  return { remote, refs: answered, says };
}

function noRemote(remote: string): Problem {
  return {
    code: "no-remote",
    kind: "input",
    found: `there is no remote ${remote} to push to; the tag is made`,
    expected: "the name of a remote of this repository",
    action: "`git remote -v` shows them; name one with --remote, then run the same command again",
  };
}
