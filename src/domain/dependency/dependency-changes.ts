import type { DependencyChange } from "../manifest/manifest.ts";
import type { Dependency } from "./dependency.ts";

/**
 * How the dependencies of two releases differ, by name. A package that is there in several versions is one line, with its
 * versions joined, and moved only when the set of them differs.
 */
export function dependencyChanges(before: readonly Dependency[], after: readonly Dependency[]): DependencyChange[] {
  const [old, current] = [versionsByPackage(before), versionsByPackage(after)];
  const keys = [...new Set([...old.keys(), ...current.keys()])].toSorted();
  return keys.flatMap((key) => {
    const [from, to] = [joined(old.get(key)), joined(current.get(key))];
    const name = key.slice(key.indexOf("\0") + 1);
    return from === to ? [] : [{ name, from: to === null ? null : from, to }];
  });
}

function versionsByPackage(dependencies: readonly Dependency[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { ecosystem, name, version } of dependencies) {
    const key = `${ecosystem}\0${name}`;
    const versions = found.get(key) ?? new Set();
    found.set(key, versions.add(version));
  }
  return found;
}

function joined(versions: ReadonlySet<string> | undefined): string | null {
  return versions === undefined
    ? null
    : [...versions]
        .toSorted()
        .map((version) => version || "*")
        .join(", ");
}
