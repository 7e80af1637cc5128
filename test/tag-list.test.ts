import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { tagList } from "../src/git/tag-list.ts";
import { makeRepository } from "./support/repository.ts";

function showRef(folder: string): Buffer {
  return spawnSync("git", ["show-ref", "--tags", "--dereference"], { cwd: folder }).stdout; // exit 1 when there is none
}

/** Light and annotated tags, several at one commit, names that start alike, and a tag of a tag object's own name. */
function repositoryWithTags(names: readonly string[]): { folder: string; commits: string[] } {
  const repository = makeRepository();
  const commits = Array.from({ length: 4 }, (_, index) => repository.commit(`feat: step ${index}`));
  for (const [index, name] of names.entries())
    repository.git("tag", ...(index % 3 === 0 ? ["-a", "-m", name] : []), name, commits[index % 3]!);
  return { folder: repository.folder, commits };
}

const NAMES = [
  "v1.0.0",
  "v1.0.0-rc.1",
  "v1.0",
  "v1.10.0",
  "v1.2.0",
  "api/v1.0.0",
  "api-v1.0.0",
  "slipway/rejected/v1.2.0",
];

test.each([
  ["ASCII", NAMES],
  ["other names too", [...NAMES, "veröffentlicht", "v2.0.0-😀", "v2.0.0-\uFB00"]],
  ["no tag", []],
])("a tag is found by its name and by its commit as in the list of all: %s", async (_, names) => {
  const { folder, commits } = repositoryWithTags(names);
  const { tags } = tagList(showRef(folder));
  expect(tags.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  const list = tagList(showRef(folder));
  for (const tag of tags) expect(list.named(tag.name)).toEqual(tag);
  for (const absent of ["", "v1", "v1.0.1", "v9.0.0", "a", "v1.0.0^{}", "v1.0.0\n"])
    expect(list.named(absent)).toBeUndefined();
  for (const commit of commits) expect(list.at(commit)).toEqual(tags.filter((tag) => tag.commit === commit));
  const objects = tags.filter(({ object, commit }) => object !== commit).map(({ object }) => object);
  expect(objects.flatMap((object) => list.at(object))).toEqual([]);
  expect([...list]).toEqual(tags);
  expect(list.hasBelow("slipway")).toBe(names.length > 0);
  expect(list.hasBelow("v1.0")).toBe(false);
});

test("a few of very many tags are found without an index, and many with one", () => {
  const { folder, commits } = repositoryWithTags(["v1.0.0", "v1.1.0"]);
  const line = (index: number): string =>
    `${index.toString(16).padStart(40, "0")} refs/tags/a${index.toString().padStart(6, "0")}\n`;
  const many = Array.from({ length: 3000 }, (_, index) => line(index)).join("");
  const list = tagList(Buffer.concat([Buffer.from(many), showRef(folder)]));
  for (let round = 0; round < 10; round++) {
    expect(list.at(commits[0]!).map(({ name }) => name)).toEqual(["v1.0.0"]);
    expect(list.at(commits[1]!).map(({ name }) => name)).toEqual(["v1.1.0"]);
    expect(list.at(commits[3]!)).toEqual([]);
  }
});
