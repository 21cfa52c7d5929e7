// METHODOLOGY.md: what it says is done is held by tests that are there.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { workspaceRoot } from "../src/workspace.ts";

const text = readFileSync(join(workspaceRoot, "METHODOLOGY.md"), "utf8");
const check = /\[✓\]\(([^ ")]+) "([^"]+)"\)/g;
const links = [...text.matchAll(check)].map(([, path, title]) => [title, path] as const);

/** What stands below a heading of the second level. */
const section = (heading: string) =>
  text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";

describe("METHODOLOGY.md", () => {
  test("has two screens", () => {
    expect(text.split("\n").length).toBeLessThanOrEqual(85);
  });

  test.each(links)("%s: %s", (title, path) => {
    expect(readFileSync(join(workspaceRoot, path), "utf8")).toContain(title);
  });

  test.each(["What is timed", "How a verdict falls"])(
    "every item of “%s” ends with the test that holds it",
    (heading) => {
      const items = section(heading)
        .replaceAll(check, "✓")
        .split(/\n(?:- |\n)/)
        .slice(1)
        .map((item) => item.trim())
        .filter((item) => item !== "" && !item.includes("in one run."));
      expect(items.length).toBeGreaterThan(8);
      for (const item of items) expect(item).toMatch(/✓$/);
    },
  );

  test("has no ✓ that names no test", () => {
    expect(text.match(/\[✓\]/g)).toHaveLength(links.length);
  });
});
