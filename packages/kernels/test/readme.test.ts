// The example of README.md is executed.
import { expect, test } from "vitest";
import { readmeExample } from "../../../test/readme-example.ts";

test("the README's example prints what it says", () => {
  const { printed, promised } = readmeExample(new URL("../", import.meta.url));
  expect(printed).toEqual(promised);
});
