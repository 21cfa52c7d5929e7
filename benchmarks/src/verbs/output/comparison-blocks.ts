// A comparison as blocks of a summary: verdict by series, changed work, single cells that are not the same, how it was measured.
import { type Comparison, seriesName } from "@widthwise/measure";
import { type Block, details, list, paragraph, table } from "../../page/document.ts";
import { percent } from "../../page/units.ts";
import { changeText, howLines, ratioText, thresholdText } from "../actions/print-comparison.ts";

export function comparisonBlocks(comparison: Comparison): Block[] {
  const { reasons, advice, series, cells } = comparison;
  const single = cells.filter(({ verdict }) => verdict !== "same");
  return [
    ...(reasons.length > 0 ? [list(reasons)] : []),
    ...(series.length > 0 ? [seriesTable(series)] : []),
    ...(single.length > 0
      ? [details(`${single.length} of ${cells.length} cells are not the same`, [cellTable(single)])]
      : []),
    paragraph(thresholdText(comparison)),
    ...howLines(comparison).map(paragraph),
    ...(advice.length > 0 ? [list(advice)] : []),
  ];
}

const seriesTable = (series: Comparison["series"]): Block =>
  table(
    ["series", "level", "time of head over base>", "exponent", "change>"],
    series.map((one) => [
      seriesName(one),
      one.level.verdict,
      ratioText(one.level.estimate),
      one.exponent.verdict,
      changeText(one.exponent.estimate),
    ]),
  );

const cellTable = (cells: Comparison["cells"]): Block =>
  table(
    ["cell", "width>", "verdict", "time of head over base>", "counts beyond>"],
    cells.map((cell) => [
      seriesName(cell),
      String(cell.width),
      cell.verdict,
      cell.ratio ? ratioText(cell.ratio) : (cell.reason ?? ""),
      `±${percent(cell.threshold)}`,
    ]),
  );
