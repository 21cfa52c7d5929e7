// B7 and B8: beside kernels and the last layer; implicit bias and other optimisers.

import { distinct } from "../../../page/lists.ts";
import { percent, significant, widthLabel } from "../../../page/units.ts";
import type { Answer } from "../../../telling/tell.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import {
  overRepeats,
  type Place,
  type Point,
  pairedDifference,
  paramsOf,
  placeOf,
  pointsAt,
  pointsOf,
} from "./rows.ts";
import { points as inPoints, nameOf, roughShare, share, times, where } from "./words.ts";

export function answers(result: StudyResult): Answer[] {
  const found: [string, string | undefined][] = [
    ["B7", besideKernels(result)],
    ["B8", bias(result)],
  ];
  return found.flatMap(([question, sentence]) => (sentence === undefined ? [] : [{ question, sentence }]));
}

/** The largest n, then the largest width, that Gauss–Newton was trained at in the first grid's first setting. */
export function mainPlace(result: StudyResult): Place | undefined {
  const { datasets, shifts } = paramsOf(result).grids[0];
  const all = pointsOf(result);
  const [dataset, shift] = [datasets[0], shifts[0]];
  const own = pointsAt(all, { dataset, shift, scale: 1, algorithm: "live-gn" });
  const end = own.at(-1);
  return end && placeOf(end);
}

const pick = (points: readonly Point[], place: Partial<Place>, algorithm: string) =>
  pointsAt(points, { ...place, algorithm })[0];

const others = ["kernel", "kernel-limit", "last-layer"];

function besideKernels(result: StudyResult): string | undefined {
  const main = mainPlace(result);
  if (main === undefined) return undefined;
  const { tests, repeats } = paramsOf(result);
  const all = pointsOf(result);
  const sets = distinct(all.map(({ dataset }) => dataset)).sort(
    (a, b) => Number(b === main.dataset) - Number(a === main.dataset),
  );
  const bySet = sets.flatMap((dataset) => {
    const newton = pick(all, { ...main, dataset }, "live-gn");
    return newton ? [`${dataset}: ${accuracies(all, newton)}`] : [];
  });
  return `At ${where(main)}, right on new inputs (even against odd classes, ${tests} test examples; medians and intervals over ${repeats} draws of training set and network): ${bySet.join(". ")}. ${departure(all, main)}`;

  function accuracies(points: readonly Point[], newton: Point): string {
    const words = others.flatMap((algorithm) => {
      const other = pick(points, placeOf(newton), algorithm);
      if (other === undefined) return [];
      const gain = pairedDifference(newton, other, ({ accuracy }) => accuracy);
      const against = gain ? ` (Gauss–Newton ${inPoints(gain)})` : "";
      return [`${nameOf(algorithm)} ${share(overRepeats(other, ({ accuracy }) => accuracy))}${against}`];
    });
    const own = share(overRepeats(newton, ({ accuracy }) => accuracy));
    return `Gauss–Newton ${own}, ${words.join(", ")}`;
  }
}

const rms = ({ rmsFromKernel }: { rmsFromKernel: number }) => rmsFromKernel;

/** How far the trained network is from its own kernel's answers, and what brings it nearer. */
function departure(all: readonly Point[], main: Place): string {
  const newton = pick(all, main, "live-gn");
  const away = roughShare(overRepeats(newton, rms));
  const { dataset, shift, n, scale } = main;
  const widths = pointsAt(all, { dataset, shift, n, scale, algorithm: "live-gn" }).map(
    (point) => `${roughShare(overRepeats(point, rms))} at ${widthLabel(point.width)}`,
  );
  const series = widths.length > 1 ? ` (${widths.join(", ")})` : "";
  const disagrees = percent(overRepeats(newton, (one) => one.disagrees).value);
  const plain = pointsAt(all, { dataset, shift: "b=0", scale: 1, algorithm: "live-gn" }).at(-1);
  const shifted = plain && pick(all, { ...placeOf(plain), shift }, "live-gn");
  const unshifted =
    plain && shifted
      ? ` Without a shift it is closer: ${roughShare(overRepeats(plain, rms))} at ${where(placeOf(plain))}, against ${roughShare(overRepeats(shifted, rms))} with ${shift}.`
      : "";
  return `The trained network is not its tangent kernel there: their answers differ by ${away} of the kernel's in root mean square${series}, and in sign on ${disagrees} of test examples.${unshifted}`;
}

function bias(result: StudyResult): string | undefined {
  const all = pointsOf(result);
  const main = mainPlace(result);
  if (main === undefined) return undefined;
  const optimisers = ["live-gn", "live-gd", "dense-adam"];
  const compared = all.filter(({ dataset, shift }) => dataset === main.dataset && shift === main.shift);
  // the smallest labels at which all were trained: the lazy limit
  const full = (place: Place) => optimisers.every((algorithm) => pick(compared, place, algorithm));
  const places = pointsAt(compared, { algorithm: "dense-adam" }).map(placeOf).filter(full);
  const lazy = [...places].sort((a, b) => a.scale - b.scale || b.width - a.width)[0];
  if (lazy === undefined) return undefined;
  const rich = full({ ...lazy, scale: 1 }) ? { ...lazy, scale: 1 } : lazy;
  const moves = optimisers.map((algorithm) => {
    const [from, to] = [rich, lazy].map((place) => pick(compared, place, algorithm));
    const fall = overRepeats(from, rms).value / overRepeats(to, rms).value;
    const distances = [from, to].map((point) => times(overRepeats(point, (one) => one.distanceOverKernel)));
    return `${significant(fall, 2)}-fold for ${nameOf(algorithm)} (${roughShare(overRepeats(from, rms))} to ${roughShare(overRepeats(to, rms))}; it moves ${distances.join(", then ")} times the least)`;
  });
  const tested = [...places]
    .filter(({ scale }) => scale === 1)
    .map((place) => {
      const newton = pick(compared, place, "live-gn");
      const words = optimisers.map((algorithm) => {
        const point = pick(compared, place, algorithm);
        const gain =
          point === newton ? undefined : pairedDifference(point, newton, ({ accuracy }) => accuracy);
        return `${nameOf(algorithm)} ${share(overRepeats(point, ({ accuracy }) => accuracy))}${gain ? ` (${inPoints(gain)})` : ""}`;
      });
      return `at n = ${place.n}, width ${widthLabel(place.width)}: ${words.join(", ")}`;
    });
  const labels = (scale: number) => `±${significant(scale, 1)}`;
  return `From one start, as labels shrink from ${labels(rich.scale)} to ${labels(lazy.scale)} and training grows lazy (${lazy.dataset}, ${where(lazy)}), the answers approach those of the least-norm solution of the linearised network: ${moves.join(", ")}. Right on new inputs, and the difference to Gauss–Newton: ${tested.join("; ")}.`;
}
