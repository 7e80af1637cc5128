import { makeRepository } from "./repository.ts";
import { slipway, type Answer } from "./slipway.ts";

export interface World {
  readonly run: (command: string, more?: readonly string[]) => Answer;
  at(clock: string): void;
}

/** A product, released as v1.3.0 and led by one person who holds every role, whose next release, v1.4.0, waits at its first step. */
export function product(yaml: string): World {
  const repository = makeRepository();
  repository.git("config", "user.email", "ada@example.org");
  repository.git("config", "user.name", "Ada Example");
  repository.commit("feat: start", { "slipway.yaml": yaml });
  repository.tag("v1.3.0", "v1.3.0");
  repository.commit("feat: a bell", { "bell.txt": "ring\n" });
  let clock = "2026-01-06T09:00:00Z";
  const run = (command: string, more: readonly string[] = []): Answer =>
    slipway(repository.folder, [...command.split(" "), ...more], { SLIPWAY_CLOCK: clock });
  for (const role of ["admin", "release-manager", "qa", "product-management"])
    run(`access grant ada@example.org ${role}`);
  run("process approve --reason first");
  return { run, at: (moment) => void (clock = moment) };
}

export function said({ stdout, stderr }: Answer): string {
  return stdout + stderr;
}
