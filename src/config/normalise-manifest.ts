import type { ConfigDocument } from "../contract/config.ts";
import { DEFAULT_DOCUMENTS } from "../domain/manifest/document-duties.ts";
import { DEFAULT_FILE_KINDS } from "../domain/manifest/file-groups.ts";
import type { ManifestSettings } from "./product.ts";

/** A list of globs replaces the list there is by default. */
export function normaliseManifest({ manifest = {} }: ConfigDocument): ManifestSettings {
  const { tests, documentation, migrations, environment, ignore, docs = {} } = manifest;
  return {
    kinds: {
      tests: globs(tests, DEFAULT_FILE_KINDS.tests),
      documentation: globs(documentation, DEFAULT_FILE_KINDS.documentation),
      migrations: globs(migrations, DEFAULT_FILE_KINDS.migrations),
      environment: globs(environment, DEFAULT_FILE_KINDS.environment),
      ignore: globs(ignore, DEFAULT_FILE_KINDS.ignore),
    },
    checksums: manifest.checksums ?? true,
    rollback: manifest.rollback ?? null,
    docs: {
      api: globs(docs.api, DEFAULT_DOCUMENTS.api),
      configuration: globs(docs.configuration, DEFAULT_DOCUMENTS.configuration),
    },
  };
}

function globs(given: string | readonly string[] | undefined, otherwise: readonly string[]): readonly string[] {
  if (given === undefined) return otherwise;
  return typeof given === "string" ? [given] : given;
}
