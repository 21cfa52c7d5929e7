// B7 and B8: beside kernels and the last layer; implicit bias and other optimisers.
import { distinct } from "../../../page/lists.ts";
import { percent, significant, widthLabel } from "../../../page/units.ts";
import type { Told } from "../../../telling/tell-study.ts";
import type { Params } from "../params.ts";
import {
  mainPlace,
  optimisers,
  over,
  type Place,
  type Point,
  placeOf,
  pointAt,
  pointsAt,
  pointsOf,
  rivals,
} from "./rows.ts";
import { accuracyText, gainText, nameOf, placeText, shareText, timesText } from "./words.ts";

export function besideKernels(told: Told<Params>) {
  const { tests, repeats } = told.params;
  const main = mainPlace(told);
  if (main === undefined) return undefined;
  const all = pointsOf(told);
  const sets = distinct(all.map(({ dataset }) => dataset)).sort(
    (a, b) => Number(b === main.dataset) - Number(a === main.dataset),
  );
  const bySet = sets.flatMap((dataset) => {
    const newton = pointAt(all, { ...main, dataset }, "live-gn");
    return newton ? [`${dataset}: ${accuracies(all, newton)}`] : [];
  });
  return `At ${placeText(main)}, right on new inputs (even against odd classes, ${tests} test examples; medians and intervals over ${repeats} draws of training set and network): ${bySet.join(". ")}. ${departure(all, main)}`;
}

function accuracies(all: readonly Point[], newton: Point): string {
  const words = rivals.flatMap((algorithm) => {
    const rival = pointAt(all, newton, algorithm);
    if (rival === undefined) return [];
    const gain = gainText(newton, rival);
    return [`${nameOf(algorithm)} ${accuracyText(rival)}${gain ? ` (Gauss–Newton ${gain})` : ""}`];
  });
  return `Gauss–Newton ${accuracyText(newton)}, ${words.join(", ")}`;
}

const away = (point: Point) => over(point, "rmsFromKernel");

/** How far the trained network is from its own kernel's answers, and what brings it nearer. */
function departure(all: readonly Point[], main: Place): string {
  const newton = pointsAt(all, { algorithm: "live-gn" });
  const [here] = pointsAt(newton, main);
  const { dataset, shift, n, scale } = main;
  const widths = pointsAt(newton, { dataset, shift, n, scale }).map(
    (point) => `${shareText(away(point))} at ${widthLabel(point.width)}`,
  );
  const series = widths.length > 1 ? ` (${widths.join(", ")})` : "";
  const disagrees = percent(over(here, "disagreesWithKernel").value);
  const plain = pointsAt(newton, { dataset, shift: "b=0", scale: 1 }).at(-1);
  const shifted = plain && pointAt(newton, { ...plain, shift }, "live-gn");
  const unshifted =
    plain && shifted
      ? ` Without a shift it is closer: ${shareText(away(plain))} at ${placeText(plain)}, against ${shareText(away(shifted))} with ${shift}.`
      : "";
  return `The trained network is not its tangent kernel there: their answers differ by ${shareText(away(here))} of the kernel's in root mean square${series}, and in sign on ${disagrees} of test examples.${unshifted}`;
}

export function implicitBias(told: Told<Params>) {
  const main = mainPlace(told);
  if (main === undefined) return undefined;
  const { dataset, shift } = main;
  const all = pointsAt(pointsOf(told), { dataset, shift });
  const trained = (place: Place) => optimisers.flatMap((one) => pointAt(all, place, one) ?? []);
  const full = (place: Place) => trained(place).length === optimisers.length;
  const places = pointsAt(all, { algorithm: "dense-adam" }).map(placeOf).filter(full);
  // the smallest labels at which all were trained: the lazy limit
  const lazy = [...places].sort((a, b) => a.scale - b.scale || b.width - a.width)[0];
  if (lazy === undefined) return undefined;
  const rich = full({ ...lazy, scale: 1 }) ? { ...lazy, scale: 1 } : lazy;
  const limit = trained(lazy);
  const moves = trained(rich).map((from, k) => moveWords(from, limit[k]));
  const tested = places.filter(({ scale }) => scale === 1).map((place) => testWords(trained(place)));
  const labels = (scale: number) => `±${significant(scale, 1)}`;
  return `From one start, as labels shrink from ${labels(rich.scale)} to ${labels(lazy.scale)} and training grows lazy (${lazy.dataset}, ${placeText(lazy)}), the answers approach those of the least-norm solution of the linearised network: ${moves.join(", ")}. Right on new inputs, and the difference to Gauss–Newton: ${tested.join("; ")}.`;
}

/** From large labels to small ones. */
function moveWords(from: Point, to: Point): string {
  const fall = away(from).value / away(to).value;
  const distances = [from, to].map((point) => timesText(over(point, "distanceOverKernel")));
  return `${significant(fall, 2)}-fold for ${nameOf(from.algorithm)} (${shareText(away(from))} to ${shareText(away(to))}; it moves ${distances.join(", then ")} times the least)`;
}

/** At one place; Gauss–Newton is the first. */
function testWords(trained: readonly Point[]): string {
  const [newton] = trained;
  const words = trained.map((point) => {
    const gain = point === newton ? undefined : gainText(point, newton);
    return `${nameOf(point.algorithm)} ${accuracyText(point)}${gain ? ` (${gain})` : ""}`;
  });
  return `at n = ${newton.n}, width ${widthLabel(newton.width)}: ${words.join(", ")}`;
}
