import { markTag, type Mark } from "../../domain/history/marks.ts";
import type { JobRelease } from "../engine-ports.ts";
import type { KindTools } from "../kinds/kind-tools.ts";
import { freshServices } from "./place-of-work.ts";
import { needCommit, textIn } from "./release-line.ts";

/** Writes `slipway/rejected/TAG` or `slipway/rolled-back/TAG` beside the tag of a release. It is there once. */
export async function writeMark(tools: KindTools, release: JobRelease, mark: Mark): Promise<string> {
  const { repository, writer } = await freshServices(tools);
  const name = markTag(mark, release.tag);
  if ((await repository.tags()).some((tag) => tag.name === name)) return name;
  const why = textIn(release.facts.get("reason"));
  const says = `${release.tag} was ${mark === "rejected" ? "rejected" : "rolled back"}${why === undefined ? "" : `: ${why}`}`;
  const message = `${says}\n\nIts number is not used again.\n`;
  await writer.tag({ name, commit: needCommit(release), message, sign: false });
  return name;
}
