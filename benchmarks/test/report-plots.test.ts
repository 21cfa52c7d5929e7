// Plots: the same result gives the same bytes, labels name every series, names cover nothing.
import { expect, test } from "vitest";
import { placeLabels, textWidth } from "../src/page/plots/labels.ts";
import { linesPlot } from "../src/page/plots/lines-plot.ts";
import { decadeScale, linearScale, position, valueAt, widthScale } from "../src/page/plots/scales.ts";
import { time } from "../src/page/units.ts";
import { madeKernels, madeResult } from "./made-result.ts";
import { reportSvgs } from "./reported.ts";

const result = madeResult();

test("the same result gives the same bytes, whatever was drawn before", async () => {
  const first = await reportSvgs(result);
  await reportSvgs(madeKernels());
  const second = await reportSvgs(structuredClone(result));
  expect([...second]).toEqual([...first]);
  const backwards = { ...result, cells: [...result.cells].reverse() };
  expect([...(await reportSvgs(backwards))]).toEqual([...first]);
});

test("plots of a run over one n", async () => {
  const svgs = await reportSvgs(result);
  expect([...svgs.keys()]).toEqual([
    "cost",
    "cost-by-algorithm",
    "cost-by-backend",
    "roofline",
    "slopes",
    "firing",
  ]);
});

test("labels name every series with its exponent, ticks are powers and units", async () => {
  const svgs = await reportSvgs(result);
  const text = (name: string) =>
    [...svgs.get(name)!.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words]) => words);
  const panels = text("cost-by-algorithm");
  for (const { algorithm, backend, exponent } of result.fits.filter(({ metric }) => metric === "iteration")) {
    expect(panels).toContain(algorithm);
    expect(
      panels.some((words) => words.startsWith(backend) && words.endsWith(exponent.value.toFixed(2))),
    ).toBe(true);
  }
  for (const words of ["2⁸", "2¹⁸", "1 ms", "1 s", "width m (neurons)"]) expect(panels).toContain(words);
});

test("several n: plots of each, and crossovers against n where a pair crosses at two of them", async () => {
  const several = madeResult({ ns: [8, 16, 32], only: ({ algorithm }) => algorithm === "dense-gn" });
  const names = [...(await reportSvgs(several)).keys()];
  expect(names).toContain("cost-n8");
  expect(names).toContain("slopes-n32");
  expect(names).toContain("crossover");
});

test("every SVG is well formed, scales down, and has a white ground", async () => {
  for (const one of [result, madeKernels()])
    for (const svg of (await reportSvgs(one)).values()) {
      expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 [\d.]+ [\d.]+"/);
      expect(Number(/width="([\d.]+)"/.exec(svg)![1])).toBeLessThanOrEqual(830);
      expect(svg).toContain('fill="white"');
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      const open = [...svg.matchAll(/<([a-zA-Z]+)(?:\s[^<>]*?)?(\/?)>|<\/([a-zA-Z]+)>/g)];
      const stack: string[] = [];
      for (const [, name, closed, end] of open) {
        if (end) expect(stack.pop()).toBe(end);
        else if (!closed) stack.push(name);
      }
      expect(stack).toEqual([]);
    }
});

test("names cover neither each other nor a line", () => {
  const height = 200;
  const paths = Array.from({ length: 9 }, (_, k) => {
    const end = { x: k < 6 ? 240 : 150, y: 20 + 4 * k };
    return [{ x: 0, y: 150 + 4 * k }, end];
  });
  const anchors = paths.map((path, k) => ({ text: `series-${k} 0.99`, ...path[1] }));
  const places = placeLabels(anchors, paths, height);
  const boxes = places.map(({ text: { x, y }, align }, k) => {
    const width = textWidth(anchors[k].text);
    const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
    return { left, right: left + width, top: y - 6, bottom: y + 6 };
  });
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1))
      expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
    for (const [from, to] of paths)
      for (let t = 0; t <= 1; t += 0.01) {
        const x = from.x + t * (to.x - from.x);
        const y = from.y + t * (to.y - from.y);
        expect(x > a.left && x < a.right && y > a.top && y < a.bottom).toBe(false);
      }
  });
});

test("scales: position and valueAt are inverse, ticks lie inside", () => {
  const scales = [
    widthScale([256, 362, 262144]),
    decadeScale([3e4, 7e9], time),
    decadeScale([5e4, 6e4], time),
    linearScale(0, 0.83),
    widthScale([64]),
  ];
  for (const scale of scales) {
    for (const share of [0, 0.3, 1]) expect(position(scale, valueAt(scale, share))).toBeCloseTo(share, 12);
    expect(scale.ticks.length).toBeGreaterThan(0);
    for (const tick of scale.ticks) expect(position(scale, tick)).toBeGreaterThanOrEqual(-1e-9);
    for (const tick of scale.ticks) expect(position(scale, tick)).toBeLessThanOrEqual(1 + 1e-9);
  }
});

test("a panel's own scale is made from its points; without one it has the shared scale", () => {
  const panel = (y: number[]) => ({
    title: null,
    lines: [{ label: "", points: y.map((x) => ({ x, y: x })) }],
  });
  const seen: number[][] = [];
  const scale = (values: number[]) => {
    seen.push([...new Set(values)]);
    return linearScale(0, Math.max(...values));
  };
  const words = { name: "made", alt: "", caption: "", title: "", subtitle: [], xTitle: "", yTitle: "" };
  const plot = linesPlot({
    ...words,
    x: linearScale(0, 9),
    y: scale,
    panels: [panel([1, 2]), { ...panel([8]), y: scale }, { ...panel([]), y: scale }],
  });
  const { concat } = plot!.spec as { concat: { encoding: { y: { scale: { domain: number[] } } } }[] };
  expect(seen).toEqual([[8], [1, 2]]);
  expect(concat.map(({ encoding }) => encoding.y.scale.domain[1])).toEqual([2, 8, 2]);
  expect(linesPlot({ ...words, x: scale, y: scale, panels: [panel([])] })).toBeUndefined();
});
