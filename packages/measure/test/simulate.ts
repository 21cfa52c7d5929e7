// Simulations with keyed random numbers: how often does an interval cover the truth?
import { fillNormals } from "@widthwise/core";

/** count standard normals from position `first` of a stream. */
export function normals(stream: number, first: number, count: number): number[] {
  const out = new Float64Array(count);
  fillNormals({ seed: 11, stream }, first, out);
  return Array.from(out);
}

/** Share of `count` simulations that hit, such as an interval that covers the truth. */
export function share(count: number, hit: (simulation: number) => boolean): number {
  let hits = 0;
  for (let s = 0; s < count; s++) if (hit(s)) hits++;
  return hits / count;
}

/** Three standard errors of a share p over `count` simulations. */
export const three = (p: number, count: number): number => 3 * Math.sqrt((p * (1 - p)) / count);
