import { SlipwayError, type Problem } from "../../kernel/problem.ts";
import type { PushedRef } from "../line-ports.ts";
import type { Services } from "../services.ts";

export interface Pushed {
  /** False where there is no remote to push to. */
  readonly pushed: boolean;
  readonly says: string;
  /** What the remote answered afterwards, by full name. */
  readonly refs: Readonly<Record<string, string>>;
}

interface Push {
  readonly remote: string;
  readonly refs: readonly PushedRef[];
  readonly signal?: AbortSignal;
}

/** Sends refs to a remote, and asks it what it has then. A branch that is further along there already is left alone. */
export async function pushRefs(
  { lines, repository }: Pick<Services, "lines" | "repository">,
  push: Push,
): Promise<Pushed> {
  const { remote, refs, signal } = push;
  if (!(await lines.hasRemote(remote)))
    return { pushed: false, says: `there is no remote ${remote}, so nothing was pushed`, refs: {} };
  const names = refs.map(({ name }) => name);
  const holds = async (found: string | undefined, { name, object }: PushedRef): Promise<boolean> => {
    if (found === undefined || found === object) return found === object;
    return name.startsWith("refs/heads/") && repository.isAncestor(object, found);
  };
  const before = await lines.remoteRefs(remote, names, signal);
  const open: PushedRef[] = [];
  for (const ref of refs) if (!(await holds(before.get(ref.name), ref))) open.push(ref);
  if (open.length > 0) await lines.push(remote, open, signal);
  const after = open.length > 0 ? await lines.remoteRefs(remote, names, signal) : before;
  for (const ref of refs)
    if (!(await holds(after.get(ref.name), ref))) throw new SlipwayError(differs(remote, ref, after));
  const list = refs.map(({ name }) => name.replace(/^refs\/(?:heads|tags)\//, "")).join(", ");
  return { pushed: true, says: `${remote} has ${list}, read back`, refs: Object.fromEntries(after) };
}

function differs(remote: string, { name, object }: PushedRef, after: ReadonlyMap<string, string>): Problem {
  return {
    code: "push-read-back",
    kind: "failed",
    found: `${remote} was given ${name} at ${object.slice(0, 12)} and answers ${after.get(name)?.slice(0, 12) ?? "that there is none"}`,
    expected: "the same object at the remote as here",
    action: `\`git ls-remote ${remote} ${name}\` shows it; a hook or rule of the remote may have changed it`,
  };
}
