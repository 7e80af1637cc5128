import type { ConfigDocument } from "../contract/config.ts";
import type { ArtifactSettings } from "../domain/artifact/artifact-settings.ts";

export function normaliseArtifacts({ artifacts = {} }: ConfigDocument): ArtifactSettings {
  return {
    bundle: artifacts.bundle ?? "milestones",
    checksums: artifacts.checksums ?? "milestones",
    milestones: listOf(artifacts.milestones ?? []),
    source: listOf(artifacts.source ?? "**"),
    install: artifacts.install ?? null,
    operations: artifacts.operations ?? null,
    runbook: artifacts.runbook ?? null,
    dependencies: artifacts.dependencies === undefined ? null : listOf(artifacts.dependencies),
  };
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
