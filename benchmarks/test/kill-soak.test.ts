// Commands that are killed at random moments, and their workers: scripts/kill-soak.ts makes more of them.
import { expect, test } from "vitest";
import { soak } from "../../scripts/kill-soak.ts";

test("20 kills lose nothing, double nothing and leave nobody behind", async () => {
  const { kills, problems } = await soak(20, 7);
  expect(problems).toEqual([]);
  expect([...kills.values()].reduce((sum, times) => sum + times, 0)).toBe(20);
});
