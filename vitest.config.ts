// How the tests of all packages run.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // tfjs-node aborts the process when a second worker thread loads it
    pool: "forks",
    maxWorkers: 2,
    include: ["packages/*/test/**/*.test.ts", "benchmarks/test/**/*.test.ts"],
    // a guard against hanging, not a claim on speed
    testTimeout: 300_000,
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
  },
});
