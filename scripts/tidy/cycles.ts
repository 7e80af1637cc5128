import type { SourceFile, Violation } from "./source-file.ts";

/** Import cycles, type-only and lazy imports included. Each cycle is told once, at the import that closes it. */
export function checkCycles(files: readonly SourceFile[]): Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const finished = new Set<string>();
  const trail: string[] = [];
  const violations: Violation[] = [];
  const visit = (file: SourceFile): void => {
    trail.push(file.path);
    for (const { target, line } of file.references) {
      const next = target === undefined ? undefined : byPath.get(target);
      if (next === undefined || finished.has(next.path)) continue;
      const at = trail.indexOf(next.path);
      if (at === -1) visit(next);
      else {
        const cycle = [...trail.slice(at), next.path].join(" -> ");
        violations.push({ path: file.path, line, message: `closes an import cycle: ${cycle}` });
      }
    }
    trail.pop();
    finished.add(file.path);
  };
  for (const file of files) if (!finished.has(file.path)) visit(file);
  return violations;
}
