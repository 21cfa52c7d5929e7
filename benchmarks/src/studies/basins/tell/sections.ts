// Where the flow ends, and where the closed form says: a table over δ and condition numbers.
import { section } from "../../../page/section.ts";
import { exact, significant } from "../../../page/units.ts";
import { numberOf } from "../../../telling/read-cells.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { cellsOf, percent } from "./rows.ts";

type Row = ReturnType<typeof cellsOf>[number];
const share = (name: string) => (row: Row) => `${significant(percent(row.cell, name), 3)} %`;

export function sections(told: Told<Params>) {
  const { readouts, angles, mostReadout } = told.params;
  return [
    section({
      heading: "Where the flow ends, and where the closed form says",
      note: `Starts on the surface a² − ‖w‖² = δ: ${readouts} readouts from −${mostReadout} to ${mostReadout} by ${angles} angles of w against β* = (1, 0.25). ${told.note("closed form")}`,
      rows: cellsOf(told),
      columns: [
        ["condition>", (row) => String(row.condition)],
        ["δ>", (row) => String(row.delta)],
        ["starts>", (row) => exact(numberOf(row.cell, "points"))],
        ["end above>", share("upper")],
        ["change sign>", share("crossings")],
        ["closed form wrong, X⁺y>", share("byTarget")],
        ["closed form wrong, Xᵀy>", share("byCorrelation")],
      ],
    }),
  ];
}
