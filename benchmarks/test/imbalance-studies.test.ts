// The studies of the conserved imbalance on their smoke profiles.
import { unitRateScales } from "@widthwise/dynamics";
import { type ParametrisationName, parametrisations, type Scaling } from "@widthwise/linearize";
import { describe, expect, test } from "vitest";
import { renderSvg } from "../src/page/plots/render.ts";
import { logSlope } from "../src/studies/stochastic-delta/tell/rows.ts";
import type { StudyResult } from "../src/telling/tell-study.ts";
import { studyRun } from "./study-run.ts";

describe.each([
  ["stochastic-delta", "D5", /exactly ε²\(g_a² − ‖g_w‖²\) on any batch/, 2],
  ["basins", "D6", /agrees with the flow in 176 of 176 starts, \d+ of which change the sign/, 1],
  ["parametrisations", "D2", /tangent-kernel: δ\/κ has median −0\.\d+ and 90 % of it in/, 2],
] as const)("%s", (name, question, sentence, pictures) => {
  test("every check holds; answers, tables and pictures come from the numbers", async () => {
    const { tell, result } = await studyRun(name);
    expect(result.cells.filter(({ status }) => status !== "ok")).toEqual([]);
    const answers = tell.answers(result);
    expect(answers.map((answer) => answer.question)).toEqual([question]);
    expect(String(answers[0].sentence)).toMatch(sentence);
    expect(JSON.stringify(tell.tables(result))).not.toMatch(/NaN|undefined|–"\]/);
    const plots = tell.plots(result);
    expect(plots).toHaveLength(pictures);
    for (const plot of plots) expect(await renderSvg(plot.name, plot.spec)).not.toMatch(/NaN|undefined/);
    // without cells there is nothing to say, and no fault either
    const empty = { ...result, cells: [] } as StudyResult;
    expect(tell.answers(empty)).toEqual([]);
    tell.tables(empty);
  });
});

test("an exponent is the slope of logarithms, from three points on", () => {
  const points = [1, 2, 5, 9].map((x) => ({ x, y: 3 * x ** -0.7 }));
  expect(logSlope(points)).toBeCloseTo(-0.7, 12);
  expect(logSlope(points.slice(0, 2))).toBeUndefined();
  expect(logSlope([...points, { x: 3, y: Number.NaN }])).toBeCloseTo(-0.7, 12);
});

test("two-layer networks at unit rates are scaled as the table of parametrisations says", () => {
  const [m, d] = [48, 7];
  // θ = γ·u moves as θ̇ = −γ²η∂L/∂θ: u/√η has unit rate, and γ√η stays in front
  const atUnitRate = ({ multiplier, std, rate }: Scaling, inputs: number, outputs: number) => {
    const at = ({ fanIn = 0, fanOut = 0 }: Scaling["std"]) => inputs ** fanIn * outputs ** fanOut;
    const root = Math.sqrt(at(rate));
    return { std: at(std) / root, front: at(multiplier) * root };
  };
  for (const [name, { a, w, factor }] of Object.entries(unitRateScales)) {
    const { input, output } = parametrisations[name as ParametrisationName];
    const [first, last] = [atUnitRate(input, d, m), atUnitRate(output, m, 1)];
    expect(w(m, d)).toBeCloseTo(first.std, 14);
    expect(a(m, d)).toBeCloseTo(last.std, 14);
    // inputs are given over √d
    expect(factor(m, d)).toBeCloseTo(first.front * last.front * Math.sqrt(d), 13);
  }
});
