import type { Job, Performer, Told } from "../../engine-ports.ts";
import type { PushedRef } from "../../line-ports.ts";
import { freshServices } from "../../line/place-of-work.ts";
import { pushRefs } from "../../line/push-refs.ts";
import { mergedLine, needBranch, needCommit, textIn } from "../../line/release-line.ts";
import type { KindTools } from "../kind-tools.ts";
import { repeatableStep } from "../repeatable-step.ts";
import { PushSettings } from "./settings.ts";

/** Sends the line of a release and its tag to a remote, and reads both back. Nothing there is overwritten. */
export const PUSH = { settings: PushSettings, open };

function open(tools: KindTools): Performer {
  return repeatableStep({
    settings: PushSettings,
    failed: "failed",
    perform: (job, { remote }) => push(tools, job, remote),
    find: async () => undefined, // pushing asks the remote first
  });
}

async function push(tools: KindTools, { release, signal }: Job, remote: string): Promise<Told> {
  const services = await freshServices(tools);
  const line = mergedLine(release)?.into ?? needBranch(release);
  const refs: PushedRef[] = [{ name: `refs/heads/${line}`, object: needCommit(release) }];
  const [tag, object] = [textIn(release.facts.get("tag")), textIn(release.facts.get("tagObject"))];
  if (tag !== undefined && object !== undefined) refs.push({ name: `refs/tags/${tag}`, object });
  const { pushed, says, refs: remoteRefs } = await pushRefs(services, { remote, refs, signal });
  return { outcome: "done", says, facts: { pushed, ...(pushed ? { remote, remoteRefs } : {}) } };
}
