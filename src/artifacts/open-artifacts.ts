import { createHash } from "node:crypto";
import type { ArtifactAdapters } from "../app/artifact-ports.ts";
import { openArtifactFiles } from "./artifact-files.ts";
import { openEnvelopes } from "./envelopes.ts";
import { gunzip, gzip } from "./gzip.ts";
import { openSigningKeys, type KeyPlaces } from "./signing-keys.ts";
import { entryAt, tar } from "./tar.ts";

export function openArtifacts(places: KeyPlaces): ArtifactAdapters {
  return {
    archiver: { tar, gzip, gunzip, entryAt },
    files: openArtifactFiles(places.repository),
    keys: openSigningKeys(places),
    envelopes: openEnvelopes(places),
    sha256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
  };
}
