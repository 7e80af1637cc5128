import { absent, fails, holds, type ArtifactCheck } from "../../domain/artifact/artifact-check.ts";
import { isRequired } from "../../domain/artifact/artifact-settings.ts";
import { digestOf } from "./expected-artifacts.ts";
import { firstDifference } from "./first-difference.ts";
import type { VerifyScene } from "./verify-scene.ts";

/** The bundle is made again from the tag. Where bytes differ, the archives inside are compared to name the place. */
export async function verifyBundle(scene: VerifyScene): Promise<ArtifactCheck> {
  const { tools, release, expected, place } = scene;
  const { names, product, isMilestone } = release;
  const { files } = tools.artifacts;
  const file = place(names.bundle);
  const chunks = await files.read(file);
  if (chunks === undefined) return absent("bundle", file, isRequired(product.artifacts.bundle, isMilestone));
  const found = await digestOf(chunks);
  const { missing, entries } = await expected.layout();
  if (found !== (await expected.bundleDigest())) return fails("bundle", file, await explain(scene, file));
  const parts = missing.map(({ part }) => `the tag has no ${part}`);
  if (isMilestone && missing.length > 0) return fails("bundle", file, ...parts);
  return holds("bundle", file, `made from the tag byte by byte, ${entries.length} files`, ...parts);
}

async function explain({ tools, expected }: VerifyScene, file: string): Promise<string> {
  const { archiver, files } = tools.artifacts;
  const { entries } = await expected.layout();
  const inside = archiver.gunzip((await files.read(file)) ?? none());
  const difference = await firstDifference(expected.tar(), inside);
  if (difference === undefined)
    return "what it holds is right, but header, compression or trailer of the file are not those made from the tag";
  const entry = archiver.entryAt(entries, difference.offset);
  const where = entry === undefined ? "behind its last file" : `at ${entry}`;
  if (difference.error !== undefined) return `it is damaged, ${where} or shortly after: ${difference.error}`;
  return `it differs from what the tag gives, first ${where}`;
}

async function* none(): AsyncGenerator<Uint8Array> {}
