import type { Product } from "../config/product.ts";
import { parseChangelog } from "../domain/changelog/document.ts";
import { entryDetails, parseEntry } from "../domain/changelog/entry.ts";
import { versionRows, type VersionRow } from "../domain/tag/version-row.ts";
import { formatVersion } from "../domain/version/version.ts";
import type { Repository, TagReader } from "./ports.ts";
import { componentOf } from "./component-of.ts";
import { indexTags, releaseTags } from "./release-tags.ts";

/** Every release of a component with title, date and type, from its tags and its changelog. Marked ones included. */
export async function versionHistory(
  repository: Repository,
  reader: TagReader,
  product: Product,
  name: string | undefined,
): Promise<readonly VersionRow[]> {
  const component = componentOf(product, name);
  const [{ head }, dates, tags] = await Promise.all([repository.state(), reader.createdAt(), repository.tags()]);
  const index = indexTags(tags);
  const releases = releaseTags(index, component).all();
  const objects = releases.flatMap(({ tag, commit }) => {
    const object = index.named(tag)?.object;
    return object === undefined || object === commit ? [] : [object];
  });
  const contents = await reader.read(objects);
  const files = head === undefined ? undefined : await repository.files(head, [component.changelog]);
  const titles = titlesIn(files?.get(component.changelog)?.toString() ?? "");
  return versionRows(
    releases.map(({ version, tag }) => {
      const message = contents.get(index.named(tag)?.object ?? "")?.message;
      return {
        version,
        tag,
        date: new Date((dates.get(tag) ?? 0) * 1000).toISOString().slice(0, 10),
        message,
        entryTitle: titles.get(formatVersion(version)) ?? null,
        mark: index.mark(tag),
      };
    }),
  );
}

function titlesIn(changelog: string): ReadonlyMap<string, string> {
  return new Map(
    parseChangelog(changelog).entries.flatMap(({ version, raw }) => {
      const { title } = entryDetails(parseEntry(raw));
      return version === null || title === null ? [] : [[version, title]];
    }),
  );
}
