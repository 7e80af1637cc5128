import { expect, test } from "vitest";
import { parseMessage } from "./message.ts";
import { cancelledPairs, readRevert, revertOf, type Revertible } from "./revert.ts";

const HASH = "676104e9a0c1d2e3f405162738495a6b7c8d9e0f";

test.each([
  [`Revert "feat: x (#1)" (#2)\n\nThis reverts commit ${HASH}.`, { hashes: [HASH], header: "feat: x (#1)" }],
  [`revert: feat: x\n\nThis reverts commit ${HASH}.`, { hashes: [HASH], header: "feat: x" }],
  ["revert: let us not\n\nRefs: 676104e, a215868", { hashes: ["676104e", "a215868"] }],
  [`Revert "feat: x"\n\nReverts org/repo#12`, { pullRequest: 12, hashes: [] }],
  [`Reapply "feat: x"\n\nThis reverts commit ${HASH}.`, { hashes: [HASH] }],
  ["revert(api): feat: x", { header: "feat: x" }],
])("[V-05] %j takes something back", (text, expected) => {
  expect(revertOf(parseMessage(text))).toMatchObject(expected);
});

test.each(["Reverted to the old parser", "Revert to green", "fix: revert the lock", "feat: x"])(
  "[V-05] %j takes nothing back",
  (text) => {
    expect(revertOf(parseMessage(text))).toBeNull();
  },
);

/** Newest first: `hash message`. */
function pairs(...lines: string[]): Record<string, string> {
  const commits = lines.map((line): Revertible => {
    const [hash, ...words] = line.split(" ");
    const message = parseMessage(words.join(" ").replaceAll("|", "\n"));
    return { hash: hash!, header: message.header, pullRequest: null, revert: revertOf(message) };
  });
  return Object.fromEntries([...cancelledPairs(commits)].map(([hash, { role, other }]) => [hash, `${role} ${other}`]));
}

test("[V-05] a revert and its target leave together", () => {
  expect(pairs('b222222 Revert "feat: x"||This reverts commit a111111.', "a111111 feat: x")).toEqual({
    a111111: "cancelled by b222222",
    b222222: "reverts a111111",
  });
});

test("[V-05] a reverted revert brings its target back", () => {
  const lines = [
    "c333333 Reapply||This reverts commit b222222.",
    'b222222 Revert "feat: x"||This reverts commit a111111.',
    "a111111 feat: x",
  ];
  lines[0] = 'c333333 Revert "Revert feat"||This reverts commit b222222.';
  expect(Object.keys(pairs(...lines)).toSorted()).toEqual(["b222222", "c333333"]);
});

test("[V-05] a revert of something released before stays", () => {
  expect(pairs('b222222 Revert "feat: x"||This reverts commit 9999999.', "a111111 feat: y")).toEqual({});
});

test("[V-05] without a hash the nearest older commit with the quoted header is meant", () => {
  expect(pairs('d444444 Revert "fix: x"', "c333333 feat: y", "b222222 fix: x", "a111111 fix: x")).toEqual({
    b222222: "cancelled by d444444",
    d444444: "reverts b222222",
  });
});

test("[V-05] a revert of two commits with only one of them here takes that one and stays itself", () => {
  expect(pairs("b222222 revert: both||Refs: a111111, 9999999", "a111111 feat: x")).toEqual({
    a111111: "cancelled by b222222",
  });
});

const quoted = (text: string) => readRevert(parseMessage(text), text, "quoted");

test.each([
  [`Revert "feat: x"\n\nThis reverts commit ${HASH}.`, "feat: x"],
  [`revert: feat: x\n\nThis reverts commit ${HASH}`, "feat: x"],
  [`Revert "feat: x" (#2)\n\nThis reverts commit ${HASH}.`, 'feat: x" (#2)'],
  [`Revert "feat: x"\n\nReverts #12, fixes #13\n\nThis reverts commit ${HASH}.`, 'feat: x"\n\nReverts #12, fixes #13'],
])("[V-05] read literally, %j quotes %j", (text, header) => {
  expect(quoted(text)).toEqual({ hashes: [HASH], pullRequest: null, header, isStrict: true });
});

test.each([`Revert "feat: x"`, `fix: x\n\nThis reverts commit ${HASH}.`, `Revert "feat: x"\n\nReverts org/repo#12`])(
  "[V-05] read literally, %j is no revert",
  (text) => {
    expect(quoted(text)).toBeNull();
  },
);

test("[V-05] read literally, hash and header have to agree", () => {
  const target = (header: string): Revertible => ({ hash: HASH, header, pullRequest: null, revert: null });
  const text = `Revert "feat: x"\n\nThis reverts commit ${HASH}.`;
  const revert: Revertible = {
    hash: "f".repeat(40),
    header: 'Revert "feat: x"',
    pullRequest: null,
    revert: quoted(text),
  };
  expect(cancelledPairs([revert, target("feat: x")]).size).toBe(2);
  expect(cancelledPairs([revert, target("feat: x (#1)")]).size).toBe(0);
});
