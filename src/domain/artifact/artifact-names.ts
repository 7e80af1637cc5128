/** Where the artifacts of one release stand, relative to the top of the repository (Appendix B and D). */
export interface ArtifactNames {
  /** `{product}-{VERSION}`: name of the bundle without its ending, and of the folder in it. */
  readonly base: string;
  readonly manifest: string;
  readonly manifestJson: string;
  /** What users, operators or auditors are told, as it was approved. */
  notes(audience: string): string;
  readonly bundle: string;
  readonly checksums: string;
  readonly sbom: string;
  readonly provenance: string;
  /** Index of every release (R-19). */
  readonly index: string;
  /** Folder of reports and their records, each named after its SHA-256. */
  readonly evidence: string;
  /** Folder of public keys whose signatures count. */
  readonly keys: string;
}

export interface ArtifactSubject {
  /** Printed name of the product. */
  readonly product: string;
  /** Name of the component; `null` for a product released as one. */
  readonly component: string | null;
  readonly version: string;
  readonly folder: string;
}

/** Names of the artifacts of a release. Artifacts of a component carry its name, so that two never share a file. */
export function artifactNames({ product, component, version, folder }: ArtifactSubject): ArtifactNames {
  const label = component === null ? version : `${slug(component)}-${version}`;
  const base = `${slug(product)}-${label}`;
  return {
    base,
    manifest: `${folder}/RELEASE-MANIFEST-${label}.md`,
    manifestJson: `${folder}/RELEASE-MANIFEST-${label}.json`,
    notes: (audience) => `${folder}/RELEASE-NOTES-${label}${audience === "users" ? "" : `.${audience}`}.md`,
    bundle: `${folder}/${base}.tar.gz`,
    checksums: `${folder}/checksums-${label}.txt`,
    sbom: `${folder}/${base}.cdx.json`,
    provenance: `${folder}/${base}.provenance.json`,
    index: `${folder}/index.json`,
    evidence: `${folder}/evidence`,
    keys: `${folder}/keys`,
  };
}

/** Whether a file of the release folder is made from a tag: it can be made again at any time, so it is never committed. */
export function isMadeFromTag(path: string): boolean {
  return /\/(?:checksums-[^/]*\.txt|[^/]*\.(?:tar\.gz|cdx\.json|provenance\.json))$/.test(path);
}

/** A name that is safe in file names everywhere: lower case, words joined by `-`. */
function slug(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
}
