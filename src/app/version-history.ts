import type { Product } from "../config/product.ts";
import { changelogEntries } from "../domain/tag/changelog-entry.ts";
import { versionRows, type VersionRow } from "../domain/tag/version-row.ts";
import { formatVersion } from "../domain/version/version.ts";
import type { Repository, TagReader } from "./ports.ts";
import { componentNamed } from "./release-target.ts";
import { indexTags, releaseTags } from "./release-tags.ts";

/** Every release of a component with title, date and type, from its tags and its changelog. Marked ones included. */
export async function versionHistory(
  repository: Repository,
  reader: TagReader,
  product: Product,
  name: string | undefined,
): Promise<readonly VersionRow[]> {
  const component = componentNamed(product, name);
  const [{ head }, dates, tags] = await Promise.all([repository.state(), reader.createdAt(), repository.tags()]);
  const index = indexTags(tags);
  const releases = releaseTags(index, component).all();
  const objects = releases.flatMap(({ tag, commit }) => {
    const object = index.named(tag)?.object;
    return object === undefined || object === commit ? [] : [object];
  });
  const contents = await reader.read(objects);
  const files = head === undefined ? undefined : await repository.files(head, [component.changelog]);
  const entries = changelogEntries(files?.get(component.changelog)?.toString() ?? "");
  return versionRows(
    releases.map(({ version, tag }) => {
      const message = contents.get(index.named(tag)?.object ?? "")?.message;
      return {
        version,
        tag,
        date: new Date((dates.get(tag) ?? 0) * 1000).toISOString().slice(0, 10),
        message,
        entryTitle: entries.get(formatVersion(version))?.title ?? null,
        mark: index.mark(tag),
      };
    }),
  );
}
