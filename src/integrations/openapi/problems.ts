import type { Problem } from "../../kernel/problem.ts";

export function badSpec(file: string, revision: string, fault: string): Problem {
  return {
    code: "api-spec",
    kind: "input",
    found: `${file} at ${revision} is no OpenAPI document that can be compared: ${fault}`,
    expected: "OpenAPI 3.0 or 3.1, as YAML or JSON",
    action: "correct the file, or take it out of `api` in slipway.yaml",
  };
}

export function missingFile(file: string, from: string, revision: string): Problem {
  return {
    code: "api-spec",
    kind: "input",
    found: `${file}, which ${from} refers to, does not exist at ${revision}`,
    expected: "every file of the API description committed with it",
    action: "commit the file or correct the reference",
  };
}

export function remoteReference(reference: string, file: string, revision: string): Problem {
  return {
    code: "api-reference",
    kind: "input",
    found: `${file} at ${revision} refers to ${reference}, which is outside the repository`,
    expected: "references to files of the repository, so that both revisions can be compared without a network",
    action: "bundle the API description into files of the repository",
  };
}
