import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

/**
 * Whole releases, crashes and every kind of bad input, played with the built program. `npm test` runs them too;
 * `npm run check` leaves them out (`TESTS=quick`), so that it is run before every commit.
 */
const LONG = [
  "test/scenarios/**",
  "test/{approved-line,bad-input*,closing,demo,engine-kill,inbox,kill,kinds-git,readme,scope,sim/engine,verify}.test.ts",
  "test/{access,artifacts,audit-store,branch,changelog,check,checklist,evidence,freeze,golden,ledger-commands,ledger-crash}.test.ts",
  "test/{manifest,package,plan,tag}.test.ts",
  "test/contract/event-store.test.ts",
];

const isQuick = process.env["TESTS"] === "quick";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "scripts/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...(isQuick ? LONG : [])],
    globalSetup: ["test/support/global-setup.ts"],
    pool: "threads",
    isolate: !isQuick, // no test mocks a module; loading all of them for each file takes a sixth of the time
    maxWorkers: availableParallelism() + 1, // tests wait for programs and for the disk more than they compute
    testTimeout: 60_000,
    coverage: { provider: "v8", include: ["src/**"] },
  },
});
