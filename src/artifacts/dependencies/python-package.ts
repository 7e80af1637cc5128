import type { Dependency } from "../../domain/dependency/dependency.ts";

/** A package of the Python index. Names are compared in lower case, with `-` for every run of `-`, `_` and `.` (PEP 503). */
export function pythonPackage(name: string, version: string, direct?: boolean): Dependency {
  return { ecosystem: "pypi", name: name.replaceAll(/[-_.]+/g, "-").toLowerCase(), version, direct };
}

/** A requirement such as `name[extra] >=1.0,<2; marker` (PEP 508). Undefined for anything else, such as an address. */
export function pythonRequirement(text: string): Dependency | undefined {
  const found = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(@\s*\S+|\(?[^;()]*\)?)?\s*(?:;.*)?$/.exec(
    text.trim(),
  );
  if (found === null) return undefined;
  const asked = (found[2] ?? "").replaceAll(/[()\s]/g, "");
  if (asked !== "" && !/^(?:[<>=!~]=?|===|@)/.test(asked)) return undefined;
  const exact = /^={2,3}([^,*]+)$/.exec(asked);
  return pythonPackage(found[1]!, exact?.[1] ?? asked, true);
}
