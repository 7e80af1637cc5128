import { createHash } from "node:crypto";
import type { Job } from "../../src/app/engine-ports.ts";
import type { KindTools } from "../../src/app/kinds/kind-tools.ts";
import { compose } from "../../src/compose.ts";
import { EMPTY_CALENDAR } from "../../src/domain/calendar/calendar-state.ts";
import type { StepKind } from "../../src/domain/process/step-kind.ts";
import type { Work } from "../../src/domain/process/process.ts";
import type { Json } from "../../src/kernel/canonical-json.ts";
import { NO_SCOPE } from "../../src/domain/scope/scope-state.ts";

export interface TestJob extends Job {
  readonly lines: string[];
}

export interface JobAbout {
  readonly effect?: string;
  readonly name?: string;
  readonly version?: string;
  readonly releaseType?: string;
  readonly facts?: Readonly<Record<string, Json>>;
  readonly signal?: AbortSignal;
  readonly now?: number;
}

/** An effect as the engine would give it to a performer; what watchers would see stands in `lines`. */
export function jobOf(kind: StepKind, settings: Readonly<Record<string, unknown>>, about: JobAbout = {}): TestJob {
  const { effect = "release/v1.2.0/7", name = kind, version = "1.2.0", facts = {} } = about;
  const now = about.now ?? Date.UTC(2026, 0, 8, 9);
  const work: Work = {
    name,
    kind,
    with: settings,
    roles: [],
    signers: new Map(),
    else: new Map(),
    when: null,
    each: null,
    attempts: null,
    expires: null,
    remind: null,
    covers: null,
    status: null,
  };
  const lines: string[] = [];
  return {
    effect,
    work,
    member: null,
    release: {
      id: `v${version}`,
      version,
      component: null,
      tag: `v${version}`,
      releaseType: about.releaseType ?? "feature",
      facts: new Map(Object.entries(facts)),
      subject: new Map(),
    },
    lease: null,
    startedAt: now,
    now: () => now,
    progress: (line) => void lines.push(line),
    signal: about.signal ?? new AbortController().signal,
    lines,
  };
}

/** Tools over a real repository; bodies are kept in `blobs` by their digest. */
export function kindTools(folder: string): KindTools & { readonly blobs: Map<string, Buffer> & KindTools["blobs"] } {
  const bodies = new Map<string, Buffer>();
  const put: KindTools["blobs"]["put"] = async (bytes, kind) => {
    const digest = createHash("sha256").update(bytes).digest("hex");
    bodies.set(digest, Buffer.from(bytes));
    return { digest, kind, size: bytes.length, storedMs: 0, keepUntilMs: null };
  };
  const services = compose({ folder });
  const processOf = async () => (await services.process()).process;
  return {
    services,
    making: new Map(),
    at: (other) => compose({ folder: other }),
    processOf,
    calendar: async () => EMPTY_CALENDAR,
    scope: async () => NO_SCOPE,
    blobs: Object.assign(bodies, { put }),
  };
}
