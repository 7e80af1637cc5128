import type { Evidence } from "./evidence.ts";

const MENTION = /(?<!python-)semantic[-_]release/;
/** What runs semantic-release without its name: a family of scripts, and workflows that other repositories share. */
const BY_OTHER_NAME = /kcd-scripts|release-workflows|reusable.*release/;

/**
 * Whether CI runs semantic-release. Configurations are left behind when a project moves on, and a dead one tells nothing
 * about the releases of today. Without any CI file the configuration is believed.
 */
export function isAlive(evidence: Evidence, byFile: boolean): boolean {
  const { ci } = evidence;
  if (ci.trim() === "") return true;
  if (byFile && !MENTION.test(everyText(evidence)) && !/kcd-scripts|0\.0\.0/.test(everyText(evidence))) return false;
  if (MENTION.test(ci) || BY_OTHER_NAME.test(ci)) return true;
  return scriptsThatRelease(evidence).some((name) => runs(ci, name));
}

function everyText({ ci, package: { scripts, dependencies, version }, text }: Evidence): string {
  const others = ["Makefile", "Jenkinsfile", ".gitlab-ci.yml"].map((path) => text(path) ?? "");
  return [ci, ...Object.values(scripts), ...dependencies.keys(), version, ...others].join("\n");
}

/** Scripts that run semantic-release themselves, or run such a script. */
function scriptsThatRelease({ package: { scripts } }: Evidence): string[] {
  const entries = Object.entries(scripts);
  const direct = entries.flatMap(([name, script]) =>
    /semantic-release|release\.(?:mjs|js|ts)|kcd-scripts/.test(script) ? name : [],
  );
  const through = entries.flatMap(([name, script]) => (direct.some((other) => runs(script, other)) ? name : []));
  return [...direct, ...through];
}

function runs(text: string, script: string): boolean {
  const name = script.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?:npm|yarn|pnpm)\b[^\n]*\b${name}(?![\w:-])`).test(text);
}
