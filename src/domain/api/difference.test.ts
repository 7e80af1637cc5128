import { expect, test } from "vitest";
import { apiSignal } from "./api-signal.ts";
import { bumpOfDifference, type ApiDifference } from "./difference.ts";

const BODY = ["content", "application/json", "schema"];
const REQUEST = ["paths", "/a", "post", "requestBody", ...BODY];
const RESPONSE = ["paths", "/a", "get", "responses", "200", ...BODY];

function difference(
  path: readonly string[],
  action: ApiDifference["action"],
  rest: Partial<ApiDifference> = {},
): ApiDifference {
  return { path, action, before: undefined, after: undefined, rated: "non-breaking", ...rest };
}

test.each<[string, ApiDifference, string]>([
  ["operation removed", difference(["paths", "/a", "get"], "remove", { rated: "breaking" }), "major"],
  ["operation added", difference(["paths", "/a", "get"], "add"), "minor"],
  ["description", difference(["info", "description"], "add", { rated: "annotation" }), "patch"],
  ["the document's own version", difference(["info", "version"], "replace", { rated: "annotation" }), "none"],
  ["deprecation", difference(["paths", "/a", "get", "deprecated"], "add", { rated: "deprecated" }), "minor"],
  ["unused schema removed", difference(["components", "schemas", "A"], "remove", { rated: "breaking" }), "patch"],
  ["property gone from a response", difference([...RESPONSE, "properties", "name"], "remove"), "major"],
  ["property named type added", difference([...RESPONSE, "properties", "type"], "add"), "minor"],
  ["response type changed", type(RESPONSE, "string", "integer"), "major"],
  ["response type narrowed", type(RESPONSE, "number", "integer"), "minor"],
  ["response type widened", type(RESPONSE, "string", ["string", "null"]), "major"],
  ["request type widened", type(REQUEST, "integer", "number"), "minor"],
  ["request type narrowed", type(REQUEST, ["string", "null"], "string"), "major"],
  ["request type newly limited", type(REQUEST, undefined, "string"), "major"],
  ["request may be null", difference([...REQUEST, "nullable"], "add", { after: true, rated: "breaking" }), "minor"],
  ["response may be null", difference([...RESPONSE, "nullable"], "add", { after: true }), "major"],
  ["required body", difference(REQUEST.slice(0, 4), "add", { after: { required: true } }), "major"],
  ["optional body", difference(REQUEST.slice(0, 4), "add", { after: {} }), "minor"],
  ["sign-in now required", difference(["paths", "/a", "get", "security"], "add"), "major"],
  ["another way to sign in", difference(["paths", "/a", "get", "security", "1"], "add"), "minor"],
  ["a way to sign in gone", difference(["security", "1"], "remove"), "major"],
  ["sign-in no longer required", difference(["security"], "remove"), "minor"],
  ["path parameter renamed", difference(["paths"], "rename"), "patch"],
  ["webhook removed", difference(["webhooks", "a"], "remove", { rated: "unclassified" }), "major"],
])("[V-06] %s", (_name, given, expected) => {
  expect(bumpOfDifference(given)).toBe(expected);
});

test("[V-06] the first decisive differences are the evidence, however many there are", () => {
  const removed = ["/a", "/b", "/c", "/d", "/e"].map((path) =>
    difference(["paths", path, "get"], "remove", { rated: "breaking" }),
  );
  const signal = apiSignal("api.yaml", "v1.0.0", [difference(["paths", "/x", "get"], "add"), ...removed]);
  expect(signal).toEqual({
    source: "api",
    bump: "major",
    evidence: "api.yaml breaks the API of v1.0.0: GET /a removed; GET /b removed; GET /c removed and 2 more",
  });
  expect(apiSignal("api.yaml", "v1.0.0", [])).toMatchObject({ bump: "none" });
});

function type(path: readonly string[], before: unknown, after: unknown): ApiDifference {
  const action = before === undefined ? "add" : "replace";
  return difference([...path, "type"], action, { before, after });
}
