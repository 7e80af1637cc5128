import type { MissingMark } from "../../domain/release/missing-mark.ts";
import type { JobRelease } from "../engine-ports.ts";
import type { KindTools } from "../kinds/kind-tools.ts";
import { indexTags } from "../release-tags.ts";
import { freshServices } from "./place-of-work.ts";
import { needCommit, textIn } from "./release-line.ts";

/** Sets a mark beside the tag of a release, which itself never moves (TG-10). One that is there stays. */
export async function setMark(
  tools: KindTools,
  release: JobRelease,
  { mark, tag, name }: MissingMark,
  time: number,
): Promise<void> {
  const services = await freshServices(tools);
  const [tags, { tagSigning }] = await Promise.all([services.repository.tags(), services.product()]);
  if (indexTags(tags).named(name) !== undefined) return;
  const why = textIn(release.facts.get("reason"));
  const message = `${tag} was ${mark === "rejected" ? "rejected" : "rolled back"}${why === undefined ? "" : `: ${why}`}\n`;
  const sign = tagSigning === "required";
  await services.writer.at(time).tag({ name, commit: needCommit(release), message, sign });
}
