import { expect, test } from "vitest";
import { DEFAULT_DOCUMENTS, documentDuties } from "./document-duties.ts";

const environment = [{ name: "PORT", state: "new", note: null }] as const;

test("[D-03] a changed API description and a new variable each ask for a document of their own kind", () => {
  const facts = { modified: ["docs/api/openapi.yaml", "docs/voice.md"], apis: ["docs/api/openapi.yaml"], environment };
  expect(documentDuties(facts, DEFAULT_DOCUMENTS)).toEqual([
    { category: "api", causes: ["docs/api/openapi.yaml changed"], touched: [] },
    { category: "configuration", causes: ["the environment variable PORT is new"], touched: [] },
  ]);
  const modified = [...facts.modified, "docs/rest-api.md", "README.md"];
  expect(documentDuties({ ...facts, modified }, DEFAULT_DOCUMENTS).map(({ touched }) => touched)).toEqual([
    ["docs/rest-api.md"],
    ["README.md"],
  ]);
});

test("[D-03] where nothing is described anew, nothing is owed", () => {
  expect(documentDuties({ modified: ["src/a.ts"], apis: ["api.yaml"], environment: [] }, DEFAULT_DOCUMENTS)).toEqual(
    [],
  );
});
