import { expect, test } from "vitest";
import { openObjects, SHORT_ROUNDS, type GitObjects } from "../src/git/objects.ts";
import { openRepository } from "../src/git/repository.ts";
import { makeRepository } from "./support/repository.ts";

function repositoryWith(files: Readonly<Record<string, string>>): { folder: string; head: string } {
  const repository = makeRepository();
  const head = repository.commit("feat: start", files);
  return { folder: repository.folder, head };
}

/** Objects whose next questions go to a git that stays: the first few are answered by ones that end. */
async function objectsAfterFirstRounds(folder: string): Promise<GitObjects> {
  const objects = openObjects(folder);
  for (let round = 0; round < SHORT_ROUNDS; round++) expect((await objects.read("HEAD"))?.type).toBe("commit");
  return objects;
}

const readers = [
  ["one that ends", async (folder: string) => openObjects(folder)],
  ["one that stays", objectsAfterFirstRounds],
] as const;

test.each(readers)("questions asked together are answered each with its own object by %s", async (_, open) => {
  const { folder, head } = repositoryWith({ "a.txt": "one\n", "b c.txt": "x".repeat(300_000) });
  const objects = await open(folder);
  const names = ["a.txt", "missing 1 2", "b c.txt", "", "a.txt\nb c.txt"];
  const found = await Promise.all(names.map((name) => objects.read(`${head}:${name}`)));
  expect(found.map((object) => object?.type)).toEqual(["blob", undefined, "blob", "tree", undefined]);
  expect(found[0]?.content.toString()).toBe("one\n");
  expect(found[2]?.content.length).toBe(300_000);
});

test("a reader that sat idle is ended, and the next question starts another", { timeout: 20_000 }, async () => {
  const { folder, head } = repositoryWith({ "a.txt": "one\n" });
  const objects = await objectsAfterFirstRounds(folder);
  expect((await objects.read(`${head}:a.txt`))?.content.toString()).toBe("one\n");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect((await objects.read(`${head}:a.txt`))?.content.toString()).toBe("one\n");
});

test.each(readers)("what git says when it ends is told by %s", async (_, open) => {
  const { folder, head } = repositoryWith({ "a.txt": "one\n" });
  await expect((await open(folder)).read(`${head}:../a.txt`)).rejects.toMatchObject({
    problems: [{ found: expect.stringContaining("outside repository") }],
  });
});

test("a folder is listed by any spelling of its path, and nothing outside the repository", async () => {
  const { folder, head } = repositoryWith({ "docs/a.md": "a", "b.md": "b" });
  const { list } = openRepository(folder);
  const paths = ["docs", "docs/", "./docs", "none", "b.md", "../docs", ""];
  expect(await Promise.all(paths.map((path) => list(head, path)))).toEqual([
    ["docs/a.md"],
    ["docs/a.md"],
    ["docs/a.md"],
    [],
    [],
    [],
    ["b.md", "docs/a.md"],
  ]);
});
