// The table of fastest choices.
import { expect, test } from "vitest";
import { dispatchSchema, dispatchTable } from "../src/index.ts";
import { cellsOf } from "./synthetic.ts";

const dense = { algorithm: "dense", backend: "one" };
const clever = { algorithm: "clever", backend: "one" };

test("the dispatch table is gapless, switches where medians meet, and passes its own schema", () => {
  const cells = [
    ...cellsOf({ ...dense, widths: [64, 256, 1024, 4096], time: (m) => m }),
    ...cellsOf({ ...dense, backend: "two", widths: [64, 256, 1024, 4096], time: () => 500 }),
    ...cellsOf({ ...clever, widths: [64, 256], time: () => 90 }),
  ];
  const table = dispatchTable(cells);
  expect(dispatchSchema.parse(JSON.parse(JSON.stringify(table)))).toEqual(table);
  expect(table.fastest.map((f) => `${f.width} ${f.algorithm} ${f.backend}`)).toEqual([
    "64 dense one",
    "256 clever one",
    "1024 dense two",
    "4096 dense two",
  ]);
  const rough = cells.map((c) =>
    c.algorithm === "clever" ? { ...c, timing: { ...c.timing!, notes: ["approximate"] } } : c,
  );
  expect(dispatchTable(rough).fastest.every(({ algorithm }) => algorithm === "dense")).toBe(true);
  expect(dispatchTable(rough).algorithms).toEqual(table.algorithms);
  expect(table.algorithms.find((a) => a.algorithm === "dense")!.ranges).toEqual([
    { fromWidth: 64, toWidth: 499, backend: "one" },
    { fromWidth: 500, toWidth: 4096, backend: "two" },
  ]);
});
