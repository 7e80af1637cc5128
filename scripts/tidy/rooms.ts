/** What a room may import. `*` stands for anything. */
interface RoomRule {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /** Whether node:* may be used. */
  readonly node: boolean;
}

const ADAPTER: RoomRule = { rooms: ["app/ports", "domain", "contract", "kernel"], packages: ["*"], node: true };
const FRONT: RoomRule = { rooms: ["app", "contract", "config", "domain", "kernel"], packages: ["*"], node: true };

/** The rooms of ARCHITECTURE.md. A room may always import itself. */
export const ROOMS: Readonly<Record<string, RoomRule>> = {
  kernel: { rooms: [], packages: [], node: false },
  domain: { rooms: ["kernel"], packages: ["@marcbachmann/cel-js", "picomatch", "yaml"], node: false },
  contract: { rooms: ["domain", "kernel"], packages: ["zod"], node: false },
  config: { rooms: ["contract", "domain", "kernel"], packages: ["smol-toml", "yaml", "zod"], node: true },
  app: { rooms: ["domain", "contract", "config", "kernel"], packages: ["*"], node: true },
  git: ADAPTER,
  artifacts: ADAPTER,
  ledger: ADAPTER,
  jobs: ADAPTER,
  integrations: ADAPTER,
  server: FRONT,
  cli: FRONT,
  compose: { rooms: ["*"], packages: ["*"], node: true },
  web: { rooms: ["contract", "domain/predicates"], packages: ["*"], node: false },
};

/** The one file outside src/compose.ts that may know it: where the command line meets its services. */
export const COMPOSES = "src/cli/services.ts";

/** The room a file belongs to; undefined for tests, scripts and benchmarks, which stand outside. */
export function roomOf(path: string): string | undefined {
  if (path.startsWith("web/")) return "web";
  return /^src\/([^/.]+)(?:\/|\.ts$)/.exec(path)?.[1];
}

/** Names by which a rule may admit a file: its room, and for some files a narrower name. */
export function namesOf(path: string): readonly string[] {
  const room = roomOf(path);
  if (room === undefined) return [];
  if (/^src\/app\/(?:[a-z]+-)?ports(?:\.ts$|\/)/.test(path)) return [room, "app/ports"];
  if (/^src\/domain\/.*\bpredicates\.ts$/.test(path)) return [room, "domain/predicates"];
  return [room];
}
