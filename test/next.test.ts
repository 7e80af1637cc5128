import { expect, test } from "vitest";
import { makeRepository } from "./support/repository.ts";
import { slipway } from "./support/slipway.ts";

test("[V-05] next prints the version alone, and exit 3 without one when nothing is releasable", () => {
  const repository = makeRepository();
  repository.commit("feat: start");
  repository.tag("v1.0.0");
  expect(slipway(repository.folder, ["next"])).toMatchObject({ code: 3, stdout: "" });
  repository.commit("fix: hold the door");
  expect(slipway(repository.folder, ["next"])).toMatchObject({ code: 0, stdout: "1.0.1\n" });
});
