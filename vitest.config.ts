import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "scripts/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    pool: "threads",
    maxWorkers: availableParallelism() + 1, // tests wait for programs and for the disk more than they compute
    testTimeout: 60_000,
    coverage: { provider: "v8", include: ["src/**"] },
  },
});
