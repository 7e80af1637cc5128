import type { Comparison } from "../../app/engine/process-versions.ts";
import type { ProcessChange } from "../../domain/process/difference.ts";
import { currentProcess, type ProductState } from "../../domain/product/product-state.ts";
import { canonicalJson, type Json } from "../../kernel/canonical-json.ts";
import { isoMoment } from "../../kernel/iso-moment.ts";

/** A registered version of the process, as people read it. */
export interface VersionView {
  readonly digest: string;
  readonly state: "current" | "proposed" | "approved" | "withdrawn";
  readonly path: string;
  readonly commit: string;
  readonly authors: readonly string[];
  readonly approvedBy: string | null;
  /** UTC. */
  readonly approvedAt: string | null;
}

export function versionTable(product: ProductState): readonly VersionView[] {
  const current = currentProcess(product)?.digest;
  return [...product.processes.values()].map(({ digest, state, path, commit, authors, approvedBy, approvedAt }) => ({
    digest,
    state: digest === current ? "current" : state,
    path,
    commit,
    authors,
    approvedBy,
    approvedAt: approvedAt === null ? null : isoMoment(approvedAt),
  }));
}

export function renderVersions(versions: readonly VersionView[]): string {
  if (versions.length === 0) return "no version is registered; `slipway process approve` registers and approves one";
  return versions
    .map(({ digest, state, path, commit, approvedBy, approvedAt }) => {
      const by = approvedBy === null ? "" : `, approved by ${approvedBy} at ${approvedAt}`;
      return `${digest.slice(0, 12)}  ${state}: ${path} at ${commit.slice(0, 8)}${by}`;
    })
    .join("\n");
}

export function renderChanges({ digest, path, changes }: Comparison): string {
  const short = digest.slice(0, 12);
  if (changes.length === 0) return `${path} says what ${short} says`;
  return [...changes.map(renderChange), `${path} differs from ${short} in ${changes.length} places`].join("\n");
}

function renderChange({ place, change, field, old, new: now }: ProcessChange): string {
  if (change === "changed") return `~ ${place}, ${field}: ${text(old)} -> ${text(now)}`;
  const sign = { added: "+", removed: "-", moved: ">" }[change];
  const way = [old, now].filter((end) => end !== null).map(text);
  return `${sign} ${place}${way.length === 0 ? "" : `: ${way.join(" -> ")}`}`;
}

function text(value: Json): string {
  if (value === null) return "nothing";
  return typeof value === "string" ? value : canonicalJson(value);
}
