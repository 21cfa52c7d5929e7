import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { significant } from "../../../page/units.ts";
import { listOf, numberOf, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { cellsOf, deltaOf, measured, randomOf } from "./rows.ts";

const four = (value: number) => value.toFixed(4);

export function report(result: StudyResult): Block[] {
  const source = sourceOf(result);
  const flows = cellsOf(result, "flow");
  const { cases, worst, crossings } = randomOf(result);
  const columns = [
    ["S(∞)", "finalDistance"],
    ["S(1)", "distanceAt1"],
    ["S(1) as in the notebook", "notebookDistanceAt1"],
    ["S(5)", "distanceAt5"],
    ["μ(1)", "muAt1"],
    ["φ(1)", "phiAt1"],
    ["φ(5)", "phiAt5"],
  ] as const;
  return [
    heading(2, "Fig. 3 in numbers"),
    paragraph(
      "β₀ = (−1, 0), β* = (0, 1), XᵀX = I, unit rates, a₀ > 0: kernel distance S from the start, magnitude μ = a‖w‖, alignment φ. The paper prints these as curves.",
    ),
    table(
      ["δ>", ...columns.map(([title]) => `${title}>`)],
      flows.map((cell) => [String(deltaOf(cell)), ...columns.map(([, name]) => four(measured(cell, name)))]),
      source,
    ),
    heading(2, "Exact against integrated"),
    paragraph(
      `${cases} random initial states of one to four dimensions, generic, balanced, a₀ = 0, small and large a₀ in turn, rates from ¼ to 4, three times each: the largest difference of (a, w) is ${significant(worst, 2)}. In ${crossings} of them a changes its sign.`,
    ),
    heading(2, "Which interpolator (Fig. 4b)"),
    table(
      ["δ>", "β₁(∞)>", "β₂(∞)>"],
      cellsOf(result, "interpolator").map((cell) => [
        String(deltaOf(cell)),
        ...listOf(cell, "end").map(four),
      ]),
      source,
    ),
    heading(2, "Time to align"),
    table(
      ["δ>", "time from φ = 0.1 to 0.9>", "S by then>", "μ by then>"],
      cellsOf(result, "alignment").map((cell) => [
        String(deltaOf(cell)),
        ...["time", "distance", "mu"].map((name) => significant(measured(cell, name), 4)),
      ]),
      source,
    ),
    heading(2, "Inputs that are not whitened"),
    table(
      ["condition of XᵀX>", "δ>", "farthest from the whitened path>", "distance of the end from X⁺y>"],
      cellsOf(result, "condition").map((cell) => [
        paramOf(cell, "condition"),
        String(deltaOf(cell)),
        ...["deviation", "endError"].map((name) => {
          const value = numberOf(cell, name);
          return value === null ? "–" : significant(value, 3);
        }),
      ]),
      source,
    ),
    heading(2, "Where the released material differs"),
    list([
      "The notebook's kernel distance has a₀² for a_t² in one term of ‖K_t‖: its transient in Fig. 3(c) is shifted, its end is not. Both are plotted.",
      "App. D.1 prints δ² = τ²(α² − α⁻²), where δ is meant, and the released code's variable alpha is 1/α. Both are plotted beside what is meant.",
      "Thm B.6 asks for a hidden width h ≥ min(d, c), while isotropic starts of either sign, η_w AAᵀ − η_a WWᵀ = δI, need h ≤ min(d, c): together they leave h = min(d, c).",
      "Thm 3.1 holds with ψ_δ multiplied by sgn(a₀)·sgn(a_∞): as printed it fails wherever a changes sign.",
      "The notebook's artanh formula needs |δ + 2ν₀| < √(4‖β*‖² + δ²) or a complex logarithm, and a separate case for δ = 0; the formula here has one case.",
      "Basins by the sign of a₀(δ + √(δ² + 4‖β*‖²))/2 + ⟨w₀, β*⟩ are exact for whitened inputs; for others with δ < 0 the sign is found by integration.",
    ]),
  ];
}
