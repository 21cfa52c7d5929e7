// C5 and C9: how far features move by few updates, and how few find those that are known.
import { smallest } from "@widthwise/measure";
import { exact, percent } from "../../../page/units.ts";
import { medianOf, type Runs } from "../../../telling/seeds.ts";
import { changeText, medianText } from "../../../telling/seeds-text.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import { joined, type Part } from "./parts.ts";
import { mainOf, type Named, type Period, runsOf } from "./rows.ts";

/** Above it the features of a task that is known have been found. */
const FOUND = 0.95;

export function features(told: Told<Params>) {
  const main = mainOf(told);
  const distance = (runs: Runs) => medianOf(runs, "kernelDistance")?.value ?? Number.NaN;
  const asFar = main.every(({ every, few }) => distance(few) >= distance(every) / 2);
  return joined(
    main.map(featurePart),
    asFar
      ? "Few updates are not little feature learning. Kernel distance from the start: "
      : "Fewer updates move the kernel less. Its distance from the start: ",
    "From the start to the features in use at the end. ",
  );
}

function featurePart({ runs: { title }, every, few, none }: Named): Part {
  const updates = (one: Runs) => `${medianText(one, "updates", exact)} updates`;
  const moved = (one: Runs) => `${medianText(one, "kernelDistance")} by ${updates(one)}`;
  const of = (one: Period) =>
    `K = ${one.name} (${updates(one)}): kernel distance ${medianText(one, "kernelDistance")}, CKA ${medianText(one, "cka")}, label alignment ${changeText(one, "alignmentAtStart", "alignment")}`;
  return {
    verdict: `${title}: ${moved(few)}, ${moved(every)}`,
    details: `${title}: ${[every, few, none].map(of).join("; ")}`,
  };
}

export function fewestUpdates(told: Told<Params>) {
  const words = runsOf(told)
    .filter(({ task }) => task.data.kind === "signs")
    .map(({ title, periods, solved }) => {
      const found = [...periods, ...solved].filter((one) => (medianOf(one, "accuracy")?.value ?? 0) >= FOUND);
      const fewest = smallest(found.flatMap((one) => medianOf(one, "updates")?.value ?? []));
      return `${title}: ${Number.isFinite(fewest) ? fewest : "none of those tried"}`;
    });
  if (words.length === 0) return undefined;
  return `Fewest updates tried after which the median accuracy is ${percent(FOUND)}: ${words.join("; ")}.`;
}
