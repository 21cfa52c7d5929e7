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
    // tests that start whole processes share two cores in CI; a failure that stays is one
    retry: process.env.CI === undefined ? 0 : 2,
    reporters: ["default", "json"],
    outputFile: { json: ".vitest/results.json" },
  },
});
