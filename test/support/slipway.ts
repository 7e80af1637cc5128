import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { gitEnvironment } from "./repository.ts";

export const PROGRAM = join(import.meta.dirname, "../../dist/slipway.cjs");

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program as a user would. */
export function slipway(folder: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...gitEnvironment(), ...environment },
  });
  return { code: status ?? -1, stdout, stderr };
}

/** The JSON document a command prints under --json. */
export function slipwayJson<T>(folder: string, args: readonly string[]): T {
  const answer = slipway(folder, [...args, "--json"]);
  if (answer.stdout === "") throw new Error(`no answer, exit ${answer.code}: ${answer.stderr}`);
  return JSON.parse(answer.stdout) as T;
}
