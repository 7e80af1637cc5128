import type { Component, Product } from "../../config/product.ts";
import { readVersions } from "../../domain/version-file/version-file.ts";
import { compareVersions, versionOf } from "../../domain/version/version.ts";
import type { Repository } from "../ports.ts";
import { fine, problem, warning, type Seen } from "./finding.ts";

/** Version files can be read, agree with each other, and do not lag behind the current release. */
export async function checkVersionFiles(
  repository: Repository,
  product: Product,
  current: ReadonlyMap<Component, string>,
): Promise<readonly Seen[]> {
  const { head } = await repository.state();
  const files = product.components.flatMap((component) => component.versionFiles.map((file) => ({ component, file })));
  if (files.length === 0 || head === undefined) return [fine("none are configured")];
  const texts = await repository.files(
    head,
    files.map(({ file }) => file.path),
  );
  const seen: Seen[] = [];
  for (const { component, file } of files) {
    const text = texts.get(file.path)?.toString();
    if (text === undefined) {
      seen.push(
        problem(`${file.path} does not exist at HEAD`, `correct the path in ${product.source}, or commit the file`),
      );
      continue;
    }
    const stated = readVersions(text, file);
    if (!stated.ok) seen.push(problem(stated.error.found, stated.error.action ?? "correct the file"));
    else for (const { version } of stated.value) seen.push(compared(file.path, version, current.get(component)));
  }
  return seen;
}

function compared(path: string, stated: string, current: string | undefined): Seen {
  const version = versionOf(stated);
  const released = current === undefined ? undefined : versionOf(current);
  if (version === undefined)
    return problem(`${path} says "${stated}", which is no version`, "write the current version there");
  if (released === undefined || stated === current) return fine(`${path} says ${stated}`);
  if (compareVersions(version, released) > 0)
    return fine(`${path} says ${stated}, ahead of the current release ${current}`);
  return warning(
    `${path} says ${stated}, but the current release is ${current}`,
    "the next release writes it; until then the file is wrong",
  );
}
