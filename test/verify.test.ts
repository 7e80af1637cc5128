import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { verifyRelease, type Verification } from "../src/app/artifacts/verify-release.ts";
import { compose } from "../src/compose.ts";
import { artifactPaths, makeArtifacts, releasedProduct } from "./support/released.ts";
import { temporaryFolder, type TestRepository } from "./support/repository.ts";
import { repeated } from "./support/thorough.ts";
import { slipway, slipwayJson } from "./support/slipway.ts";

const paths = artifactPaths();

function verified(): TestRepository {
  const repository = releasedProduct();
  makeArtifacts(repository);
  slipway(repository.folder, ["manifest", "index", "--write"]);
  return repository;
}

/** What does not hold, by check. */
function failures({ checks }: Verification): Record<string, readonly string[]> {
  return Object.fromEntries(checks.flatMap(({ check, result, says }) => (result === "fails" ? [[check, says]] : [])));
}

const verify = (repository: TestRepository, operand = "1.0.0", ...more: string[]): Verification =>
  slipwayJson<Verification>(repository.folder, ["verify", operand, ...more]);

test("[R-18] [I-10] a whole release holds, and every check is told", () => {
  const repository = verified();
  const answer = slipway(repository.folder, ["verify", "1.0.0"]);
  expect(answer.code).toBe(0);
  expect(answer.stdout).toContain("1.0.0 holds: 8 checks");
  const { checks, ok } = verify(repository);
  expect(ok).toBe(true);
  expect(checks.map(({ check, result }) => `${check} ${result}`)).toEqual([
    "tag holds",
    "signature absent",
    "manifest holds",
    "manifest holds",
    "bundle holds",
    "checksums holds",
    "sbom holds",
    "provenance holds",
    "index holds",
  ]);
});

describe("a single changed bit", () => {
  /** A release, and a way to change one bit of an artifact for a moment and see which artifacts are named. */
  async function damageable() {
    const repository = verified();
    const services = compose({ folder: repository.folder });
    const tools = { ...services, artifacts: await services.artifacts(), progress: () => undefined };
    const product = await services.product();
    const read = (path: string): Buffer => readFileSync(join(repository.folder, path));
    const damage = async (path: string, position: number, bit: number) => {
      const bytes = read(path);
      const damaged = Buffer.from(bytes);
      damaged[position] = damaged[position]! ^ (1 << bit);
      repository.write(path, damaged);
      const { ok, checks } = await verifyRelease(tools, product, { operand: "1.0.0", key: undefined });
      const named = checks.filter(({ result }) => result === "fails").map((failed) => failed.file);
      repository.write(path, bytes);
      return { path, position, bit, ok, named };
    };
    return { read, damage };
  }

  test("[R-11] anywhere in any artifact is found, and the artifact named, alone", { timeout: 300_000 }, async () => {
    const { read, damage } = await damageable();
    const places = fc.record({
      path: fc.constantFrom(...Object.values(paths), "releases/index.json"),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bit: fc.integer({ min: 0, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(places, async ({ path, at, bit }) => {
        const answer = await damage(path, Math.floor(at * read(path).length), bit);
        expect(answer).toMatchObject({ ok: false, named: [path] });
      }),
      { numRuns: repeated(60, 15), endOnFailure: true },
    );
  });

  test("in header and trailer of gzip, in base64 padding and key id is found", { timeout: 300_000 }, async () => {
    const { read, damage } = await damageable();
    const { length } = read(paths.bundle);
    const envelope = read(paths.provenance).toString("latin1");
    const ends = [...envelope.matchAll(/(.)={1,2}"/g)].map(({ index }) => index);
    expect(ends.length).toBeGreaterThan(0);
    const places: readonly (readonly [path: string, position: number, bit: number])[] = [
      ...[0, 1, 2, 3, 4, 7, 8, 9].map((position) => [paths.bundle, position, 0] as const),
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((back) => [paths.bundle, length - back, back % 8] as const),
      ...ends.flatMap((end) => [0, 1, 2].map((bit) => [paths.provenance, end, bit] as const)),
      ...ends.map((end) => [paths.provenance, end + 1, 0] as const),
      [paths.provenance, envelope.indexOf('"keyid":"') + 14, 0],
    ];
    for (const place of places) expect(await damage(...place)).toMatchObject({ ok: false, named: [place[0]] });
  });
});

describe("tag", () => {
  test("[TG-04] a signed tag object under the ref of another version is told, although git accepts its signature", () => {
    const repository = releasedProduct();
    useSshKey(repository);
    repository.git("tag", "-s", "-f", "-m", "Release v1.0.0: A door", "v1.0.0");
    makeArtifacts(repository);
    expect(repository.git("verify-tag", "v1.0.0")).toBe("");
    expect(verify(repository).checks[1]).toMatchObject({ check: "signature", result: "holds" });
    repository.git("update-ref", "refs/tags/v2.0.0", repository.git("rev-parse", "refs/tags/v1.0.0"));
    expect(repository.git("verify-tag", "v2.0.0")).toBe("");
    expect(slipway(repository.folder, ["verify", "2.0.0"]).code).toBe(1);
    expect(failures(verify(repository, "2.0.0"))["tag"]).toEqual(["v2.0.0: the tag object calls itself v1.0.0"]);
  });

  test("[TG-03] an OpenPGP signature counts while its key is known, and is named when it does not hold", () => {
    const repository = releasedProduct();
    const home = mkdtempSync(join(tmpdir(), "gpg-")); // sockets need a short path
    onTestFinished(() => {
      execFileSync("gpgconf", ["--homedir", home, "--kill", "all"]);
      rmSync(home, { recursive: true, force: true });
    });
    const environment = { ...process.env, GNUPGHOME: home };
    const parameters = ["--batch", "--pinentry-mode", "loopback", "--passphrase", ""];
    execFileSync("gpg", [...parameters, "--quick-gen-key", "Ada Example <ada@example.org>", "ed25519", "sign", "0"], {
      env: environment,
      stdio: "ignore",
    });
    const tag = ["tag", "-s", "-f", "-u", "ada@example.org", "-m", "Release v1.0.0: A door", "v1.0.0"];
    execFileSync("git", tag, { cwd: repository.folder, env: { ...environment, ...COMMITTER }, stdio: "ignore" });
    execFileSync("git", ["verify-tag", "v1.0.0"], { cwd: repository.folder, env: environment, stdio: "ignore" });
    const signature = (GNUPGHOME: string) => {
      const { stdout } = slipway(repository.folder, ["verify", "1.0.0", "--json"], { GNUPGHOME });
      return (JSON.parse(stdout) as Verification).checks[1];
    };
    expect(signature(home)).toMatchObject({ result: "holds", says: ["signed by Ada Example <ada@example.org>"] });
    expect(signature(temporaryFolder())).toMatchObject({ check: "signature", result: "fails" });
  });

  test("[TG-04] a tag that was moved is told by the signed provenance", () => {
    const repository = verified();
    repository.git("tag", "-f", "-a", "v1.0.0", "-m", "Release v1.0.0: Another door");
    const failed = failures(verify(repository));
    expect(failed["tag"]?.[0]).toContain("it was moved: the signed provenance tells of tag object");
    expect(Object.keys(failed)).toEqual(["tag", "provenance", "index"]);
  });

  test("[TG-04] a tag that was moved to another tree fails with every artifact that changed", () => {
    const repository = verified();
    repository.commit("fix: the lock", { "src/door.py": "print('locked')\n" });
    repository.git("tag", "-f", "-a", "v1.0.0", "-m", "Release v1.0.0: A door");
    const failed = failures(verify(repository));
    expect(Object.keys(failed)).toEqual(["tag", "bundle", "checksums", "sbom", "provenance"]);
    expect(failed["checksums"]).toContain("the line of src/door.py is another one");
    expect(failed["bundle"]?.[0]).toContain("differs from what the tag gives");
  });

  test("[TG-02] a lightweight tag does not hold", () => {
    const repository = releasedProduct();
    repository.git("tag", "-d", "v1.0.0");
    repository.git("tag", "v1.0.0");
    expect(failures(verify(repository))["tag"]?.[0]).toContain("bare pointer");
  });
});

describe("files", () => {
  test("[R-11] a manifest that was changed or deleted after its tag is told", () => {
    const repository = verified();
    const text = repository.read(paths.manifest);
    repository.commit("docs: history", { [paths.manifest]: text.replace("North", "South") });
    expect(failures(verify(repository))["manifest"]?.[0]).toContain("first difference in line 3");
    repository.git("rm", "-q", "-f", paths.manifest);
    expect(failures(verify(repository))["manifest"]?.[0]).toContain("it was deleted: v1.0.0 holds it");
  });

  test("[R-12] the file inside the bundle that differs is named", () => {
    const repository = verified();
    const folder = temporaryFolder();
    execFileSync("tar", ["-xzf", join(repository.folder, paths.bundle), "-C", folder]);
    writeFileSync(join(folder, "north-wind-1.0.0/src/src/door.py"), "print('ajar')\n");
    const bundle = join(repository.folder, paths.bundle);
    execFileSync("tar", ["-czf", bundle, "--sort=name", "-C", folder, "north-wind-1.0.0"]);
    expect(failures(verify(repository))["bundle"]?.[0]).toMatch(/differs from what the tag gives, first at north-wind/);
  });

  test("[I-10] a bundle from elsewhere is checked by its name; a cut one is damaged", () => {
    const repository = verified();
    const folder = temporaryFolder();
    const copy = join(folder, "north-wind-1.0.0.tar.gz");
    copyFileSync(join(repository.folder, paths.bundle), copy);
    const { ok, checks } = verify(repository, copy);
    expect({ ok, checked: checks.map(({ check }) => check) }).toEqual({
      ok: true,
      checked: ["tag", "signature", "bundle"],
    });
    writeFileSync(copy, readFileSync(copy).subarray(0, 300));
    expect(failures(verify(repository, copy))["bundle"]?.[0]).toContain("it is damaged");
  });

  test("several lies are told at once", () => {
    const repository = verified();
    repository.write(paths.manifest, "# Another\n");
    repository.write(paths.sbom, "{}\n");
    repository.write(paths.checksums, "");
    const answer = slipway(repository.folder, ["verify", "1.0.0"]);
    expect(answer.code).toBe(1);
    expect(answer.stdout).toContain(`1.0.0 does not hold: ${paths.manifest}, ${paths.checksums}, ${paths.sbom}`);
  });

  test("what was made after signing is not covered, and told", () => {
    const repository = releasedProduct();
    slipway(repository.folder, ["bundle", "1.0.0"]);
    slipway(repository.folder, ["provenance", "1.0.0"]);
    slipway(repository.folder, ["checksums", "1.0.0"]);
    expect(failures(verify(repository))["provenance"]).toEqual([
      `it does not cover ${paths.checksums}, which is there`,
    ]);
  });
});

describe("keys", () => {
  test("a key that is not at the tag does not count, unless it is named", () => {
    const repository = releasedProduct();
    const other = join(temporaryFolder(), "other.pem");
    const { pem } = slipwayJson<{ pem: string }>(repository.folder, ["key", "create", "--file", other]);
    writeFileSync(`${other}.pub`, pem);
    slipway(repository.folder, ["bundle", "1.0.0"]);
    slipway(repository.folder, ["checksums", "1.0.0"]);
    expect(slipway(repository.folder, ["provenance", "1.0.0", "--key", other]).code).toBe(0);
    expect(failures(verify(repository))).toEqual({ provenance: ["no trusted key made its signature (1 known)"] });
    expect(verify(repository, "1.0.0", "--key", `${other}.pub`).ok).toBe(true);
  });

  test("a private key is made for its owner alone, from a file or the environment, and never replaced", () => {
    const repository = releasedProduct();
    const file = join(repository.folder, ".git/slipway/signing-key.pem");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(repository.git("status", "--porcelain", "--ignored")).toBe("");
    const before = readFileSync(file, "utf8");
    expect(slipway(repository.folder, ["key", "create"])).toMatchObject({ code: 4 });
    expect(readFileSync(file, "utf8")).toBe(before);
    const shown = slipwayJson<{ id: string; trusted: boolean }>(repository.folder, ["key", "show"]);
    rmSync(file);
    const fromEnvironment = slipway(repository.folder, ["key", "show", "--json"], { SLIPWAY_SIGNING_KEY: before });
    expect(JSON.parse(fromEnvironment.stdout)).toMatchObject({ id: shown.id, trusted: true });
    expect(shown.trusted).toBe(true);
  });

  test("a private key among the public ones of a tag is told", () => {
    const repository = releasedProduct();
    const leaked = repository.read(".git/slipway/signing-key.pem");
    repository.commit("chore: a mistake", { "releases/keys/leaked.pem": leaked });
    repository.tag("v1.1.0", "Release v1.1.0: Leak");
    expect(failures(verify(repository, "1.1.0"))["keys"]?.[0]).toContain("holds a private key");
  });
});

const COMMITTER = { GIT_COMMITTER_NAME: "Ada Example", GIT_COMMITTER_EMAIL: "ada@example.org" };

/** A new ssh key that git signs with, and whose owner git knows. */
function useSshKey({ folder, git, write }: TestRepository): void {
  const key = join(temporaryFolder(), "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", key]);
  git("config", "gpg.format", "ssh");
  git("config", "user.signingKey", `${key}.pub`);
  write(".git/signers", `ada@example.org ${readFileSync(`${key}.pub`, "utf8")}`);
  git("config", "gpg.ssh.allowedSignersFile", join(folder, ".git/signers"));
}

test("[I-10] in a bare repository the tag is checked, and a file by its path; what would be written is refused", () => {
  const { folder } = verified();
  const bare = join(temporaryFolder(), "bare.git");
  execFileSync("git", ["clone", "-q", "--bare", folder, bare]);
  const bundle = join(folder, paths.bundle);
  const answer = slipwayJson<Verification>(bare, ["verify", bundle]);
  expect({ ok: answer.ok, checks: answer.checks.length }).toEqual({ ok: true, checks: 3 });
  expect(failures(slipwayJson<Verification>(bare, ["verify", "1.0.0"]))).toEqual({
    bundle: ["it is missing, and this release needs it"],
    checksums: ["it is missing, and this release needs it"],
  });
  expect(slipway(bare, ["bundle", "1.0.0"])).toMatchObject({ code: 2 });
});
