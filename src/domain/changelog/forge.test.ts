import { expect, test } from "vitest";
import { forgeOf } from "./forge.ts";

test.each([
  ["git@github.com:acme/lift.git", "https://github.com/acme/lift"],
  ["https://ada:secret@github.com/acme/lift.git", "https://github.com/acme/lift"],
  ["ssh://git@git.example.org:2222/acme/lift", "https://git.example.org/acme/lift"],
  ["https://git.example.org:8443/acme/lift/", "https://git.example.org:8443/acme/lift"],
  ["https://gitlab.com/acme/group/lift.git", "https://gitlab.com/acme/group/lift"],
  ["/srv/git/lift.git", undefined],
  ["file:///srv/git/lift.git", undefined],
  ["C:\\git\\lift", undefined],
  ["../lift", undefined],
  [undefined, undefined],
])("[N-06] the remote %s is at %s", (remote, url) => {
  expect(forgeOf(remote)?.url).toBe(url);
});

test("[N-06] issues, pull requests and commits have the addresses of their forge", () => {
  const gitlab = forgeOf("git@gitlab.example.org:acme/lift.git")!;
  expect(gitlab.pullRequest(7)).toBe("https://gitlab.example.org/acme/lift/-/merge_requests/7");
  expect(gitlab.issue("acme/door#3")).toBe("https://gitlab.example.org/acme/door/-/issues/3");
  expect(gitlab.issue("LIFT-3")).toBeUndefined();
  expect(forgeOf("https://github.com/acme/lift")!.commit("abc")).toBe("https://github.com/acme/lift/commit/abc");
});
