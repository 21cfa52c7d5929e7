import { type Block, heading, list, paragraph, table } from "../../../page/document.ts";
import { sourceOf } from "../../../page/source.ts";
import { significant } from "../../../page/units.ts";
import { numberOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { cellAt, paramsOf, percent } from "./rows.ts";

export function report(result: StudyResult): Block[] {
  const { deltas, conditions, readouts, angles, mostReadout } = paramsOf(result);
  const share = (value: number) => `${significant(value, 3)} %`;
  return [
    heading(2, "Where the flow ends, and where the closed form says"),
    paragraph(
      `Starts on the surface a² − ‖w‖² = δ: ${readouts} readouts from −${mostReadout} to ${mostReadout} by ${angles} angles of w against β* = (1, 0.25). XᵀX has mean eigenvalue 1 and the condition number given; 1 is the paper's case. The closed form is the sign of a₀(δ + √(δ² + 4‖β*‖²))/2 + ⟨w₀, β*⟩, once with β* = X⁺y and once with Xᵀy in its place.`,
    ),
    table(
      [
        "condition>",
        "δ>",
        "starts>",
        "end above>",
        "change sign>",
        "closed form wrong, X⁺y>",
        "closed form wrong, Xᵀy>",
      ],
      conditions.flatMap((condition) =>
        deltas.flatMap((delta) => {
          const cell = cellAt(result, delta, condition);
          return cell === undefined
            ? []
            : [
                [
                  String(condition),
                  String(delta),
                  String(numberOf(cell, "points")),
                  ...["upper", "crossings", "byTarget", "byCorrelation"].map((name) =>
                    share(percent(cell, name)),
                  ),
                ],
              ];
        }),
      ),
      sourceOf(result),
    ),
    heading(2, "What these numbers do not say"),
    list([
      "Shares are of this grid of starts, not of a law of random initialisations.",
      "The flow is integrated until the loss is below that of β = 0; from there a cannot cross 0. Where δ > 0 nothing needs to be integrated: a² ≥ δ.",
    ]),
  ];
}
