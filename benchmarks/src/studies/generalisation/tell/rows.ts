// The solutions of a result, repeats gathered.
import { type Interval, medianInterval } from "@widthwise/measure";
import { numberOf, numberOrNaN, paramOf } from "../../../telling/read-cells.ts";
import type { StudyResult } from "../../../telling/tell-study.ts";
import { type Params, paramsSchema } from "../params.ts";

export interface Solved {
  readonly accuracy: number;
  readonly steps: number;
  readonly residual: number;
  readonly distance: number;
  readonly distanceOverKernel: number;
  readonly rmsFromKernel: number;
  readonly disagrees: number;
  readonly rmsFromGaussNewton: number | null;
}

export interface Place {
  readonly dataset: string;
  readonly shift: string;
  readonly n: number;
  readonly width: number;
  readonly scale: number;
}

/** One algorithm at one place, over training sets and networks. */
export interface Point extends Place {
  readonly algorithm: string;
  /** by the number of the repeat */
  readonly solved: ReadonlyMap<string, Solved>;
}

export const paramsOf = (result: StudyResult): Params => paramsSchema.parse(result.study.params);

export function pointsOf(result: StudyResult): Point[] {
  const ok = result.cells.filter(({ status }) => status === "ok");
  const groups = Map.groupBy(ok, ({ algorithm, n, width, params }) =>
    JSON.stringify([algorithm, n, width, params?.dataset, params?.shift, params?.scale]),
  );
  return [...groups.values()]
    .map(
      (cells): Point => ({
        algorithm: cells[0].algorithm,
        dataset: paramOf(cells[0], "dataset"),
        shift: paramOf(cells[0], "shift"),
        n: cells[0].n,
        width: cells[0].width,
        scale: Number(paramOf(cells[0], "scale")),
        solved: new Map(
          cells.map((cell) => {
            const own = (name: string) => numberOrNaN(cell, name);
            return [
              paramOf(cell, "repeat"),
              {
                accuracy: own("testAccuracy"),
                steps: own("steps"),
                residual: own("relativeResidual"),
                distance: own("distance"),
                distanceOverKernel: own("distanceOverKernel"),
                rmsFromKernel: own("rmsFromKernel"),
                disagrees: own("disagreesWithKernel"),
                rmsFromGaussNewton: numberOf(cell, "rmsFromGaussNewton"),
              },
            ];
          }),
        ),
      }),
    )
    .sort((a, b) => a.n - b.n || a.width - b.width || b.scale - a.scale);
}

export const placeOf = ({ dataset, shift, n, width, scale }: Place): Place => ({
  dataset,
  shift,
  n,
  width,
  scale,
});

/** The points of a part of the places. */
export function pointsAt(points: readonly Point[], place: Partial<Point>): Point[] {
  const wanted = Object.entries(place);
  return points.filter((point) => wanted.every(([name, value]) => point[name as keyof Point] === value));
}

/** Places with more than one algorithm. */
export function placesOf(points: readonly Point[]): Place[] {
  const groups = Map.groupBy(points, (point) => JSON.stringify(placeOf(point)));
  return [...groups.values()].map(([point]) => placeOf(point));
}

/** Median over repeats with its interval. */
export function overRepeats({ solved }: Point, value: (one: Solved) => number): Interval {
  return medianInterval([...solved.values()].map(value));
}

/** a − b of a value, repeat by repeat; undefined where they share none. */
export function pairedDifference(a: Point, b: Point, value: (one: Solved) => number): Interval | undefined {
  const differences = [...a.solved].flatMap(([repeat, one]) => {
    const other = b.solved.get(repeat);
    return other ? [value(one) - value(other)] : [];
  });
  return differences.length > 0 ? medianInterval(differences) : undefined;
}

/** Algorithms whose distance is that of first-layer weights from their start. */
export const moversOf = (points: readonly Point[]): Point[] =>
  points.filter(({ algorithm }) => !["kernel", "kernel-limit", "last-layer"].includes(algorithm));
