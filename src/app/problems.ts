import type { Product } from "../config/product.ts";
import { nearest } from "../kernel/nearest.ts";
import type { Problem } from "../kernel/problem.ts";

export function shallowClone(): Problem {
  return {
    code: "shallow-clone",
    kind: "input",
    found: "this is a shallow clone: part of the history is missing, so any version would be a guess",
    expected: "the whole history with its tags",
    action: "git fetch --unshallow --tags   (in GitHub Actions: actions/checkout with fetch-depth: 0)",
  };
}

export function tagsMissing(evidence: string): Problem {
  return {
    code: "tags-missing",
    kind: "input",
    found: `no release tag is reachable, but ${evidence}`,
    expected: "the release tags of the repository, or a tag pattern that matches them",
    action: "git fetch --tags   (or set `tag` in slipway.yaml; `slipway doctor` shows what was looked for)",
  };
}

export function noReleases(): Problem {
  return {
    code: "no-releases",
    kind: "nothing",
    found: "there is no release tag, so there is no past to replay",
    expected: "release tags such as v1.4.2, or a tag pattern that matches those there are",
    action: "git fetch --tags   (or set `tag` in slipway.yaml)",
  };
}

export function emptyRepository(): Problem {
  return {
    code: "empty-repository",
    kind: "nothing",
    found: "the repository has no commit yet, so there is nothing to release",
    action: "commit something first",
  };
}

export function notARelease(name: string): Problem {
  return {
    code: "tag-no-version",
    kind: "input",
    found: `"${name}" is not a release tag: no version can be read from its name`,
    expected: "a tag that follows the tag pattern, for example v1.4.2",
    action: "list the tags with `git tag`, or set `tag` in slipway.yaml",
  };
}

export function unknownComponent(name: string, product: Product): Problem {
  const names = product.components.flatMap((component) => component.name ?? []);
  const suggestion = nearest(name, names);
  return {
    code: "unknown-component",
    kind: "input",
    found: `there is no component "${name}"`,
    expected: names.length === 0 ? "no --component: this product is released as one" : `one of ${names.join(", ")}`,
    action: suggestion === undefined ? "name one of them, or none" : `did you mean "${suggestion}"?`,
  };
}

export function componentNeeded(product: Product): Problem {
  const names = product.components.flatMap((component) => component.name ?? []);
  return {
    code: "component-needed",
    kind: "input",
    found: `this product has ${names.length} components, and none was named`,
    expected: `--component with one of ${names.join(", ")}`,
    action: `for example --component ${names[0]}; \`slipway plan --all\` plans all of them`,
  };
}

export function unknownType(name: string, product: Product): Problem {
  const names = [...product.types.keys()];
  const suggestion = nearest(name, names);
  return {
    code: "unknown-type",
    kind: "input",
    found: `there is no release type "${name}"`,
    expected: names.length === 0 ? "release types in slipway.yaml (`types`)" : `one of ${names.join(", ")}`,
    action: suggestion === undefined ? "name one of them" : `did you mean "${suggestion}"?`,
  };
}

export function badChannel(name: string): Problem {
  return {
    code: "channel-name",
    kind: "input",
    found: `"${name}" cannot name a pre-release channel`,
    expected: "letters, digits and hyphens, not digits alone, for example beta",
    action: "use another name",
  };
}
