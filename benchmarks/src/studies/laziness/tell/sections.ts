// What is measured, exponents in the width, and tables over widths, depths and everything else.
import { leastForInterval } from "@widthwise/measure";
import { heading, paragraph } from "../../../page/document.ts";
import { type Cells, section } from "../../../page/section.ts";
import { orDash, percent, significant, slopeInterval } from "../../../page/units.ts";
import {
  kindOf,
  type Measured,
  networksOf,
  smallerThanThePaper,
} from "../../../telling/networks/networks-measured.ts";
import { medianOf } from "../../../telling/seeds.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { byDepth, byWidth, names, otherKinds, overWidths, type Series, widthExponent } from "./rows.ts";

export function sections(told: Told<Params>) {
  const { target, mostSteps } = told.params;
  const networks = networksOf(told.result);
  const depths = byDepth(told);
  const [series] = overWidths(told);
  return [
    networks.length > 0 ? paragraph(smallerThanThePaper(networks)) : [],
    heading(2, "What is measured"),
    paragraph(
      `${told.note("before training")} During training (until ${percent(1 - target)} of the loss is gone, ${mostSteps} steps at most): ${told.note("during training")} Medians over seeds, intervals from ${leastForInterval} seeds on.`,
    ),
    section({
      heading: "Exponents in the width",
      note: series && `${widthsText(series)} ${told.note("theory")}`,
      rows: overWidths(told),
      columns: [
        ["parametrisation", ({ parametrisation }) => parametrisation],
        ...names.map(
          ([measure, name]): Cells<Series> => [
            `${name}>`,
            (one) => {
              const found = widthExponent(one, measure);
              return found ? slopeInterval(found) : "five points needed";
            },
          ],
        ),
      ],
    }),
    section({
      heading: "Against the width",
      rows: byWidth(told).flatMap(({ networks }) => networks),
      columns: [parametrisation, width, ...measured],
    }),
    section({
      heading: "Against the depth",
      note: depths[0] && `${depths[0].architecture}, ${depths[0].activation}, width ${depths[0].width}.`,
      rows: depths.toSorted(
        (a, b) => a.parametrisation.localeCompare(b.parametrisation) || a.depth - b.depth,
      ),
      columns: [parametrisation, ["layers>", ({ depth }) => String(depth)], ...measured],
    }),
    section({
      heading: "Other architectures",
      rows: otherKinds(told).filter(({ cells }) => !depths.some((one) => one.cells[0] === cells[0])),
      columns: [["network", kindOf], ["task", ({ task }) => task], parametrisation, width, ...measured],
    }),
  ];
}

function widthsText({ networks }: Series): string {
  const [first, last] = [networks[0], networks[networks.length - 1]];
  return `${kindOf(first)}, ${first.task}, widths ${first.width} to ${last.width}.`;
}

const parametrisation: Cells<Measured> = ["parametrisation", (network) => network.parametrisation];
const width: Cells<Measured> = ["width>", (network) => String(network.width)];

const show = (measure: string, digits: number) => (network: Measured) =>
  orDash(medianOf(network, measure)?.value, (value) => significant(value, digits));
const share = (measure: string) => (network: Measured) => orDash(medianOf(network, measure)?.value, percent);

const measured: readonly Cells<Measured>[] = [
  ...names.map(([measure, name]) => [`${name}>`, show(measure, 3)] as const),
  ["steps>", show("steps", 3)],
  ["loss left>", show("trainLoss", 2)],
  ["test>", share("testAccuracy")],
  ["test, linear>", share("linearTestAccuracy")],
];
