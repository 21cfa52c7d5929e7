// Names written at the ends of lines, moved aside until none covers another name or a line.

export interface Spot {
  /** pixels; y grows downwards */
  readonly x: number;
  readonly y: number;
}

export interface Anchor extends Spot {
  readonly text: string;
}

export interface Place {
  /** the end of the text that is nearest to the line, or its middle, at half its height */
  readonly text: Spot;
  readonly align: "left" | "center" | "right";
  /** where a leader from the anchor arrives, when the text had to move away from its line */
  readonly leader?: Spot;
}

/** Pixels of a line through points in order. */
export type Path = readonly Spot[];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const half = 6.5;
const gap = 8;

/** Width in pixels of 11 px text, a little generous. */
export function textWidth(text: string): number {
  return 6.2 * text.length;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Points every few pixels along a path. */
function dense(path: Path): Spot[] {
  return path.flatMap((p, i) => {
    const q = path[Math.min(i + 1, path.length - 1)];
    const steps = Math.max(1, Math.ceil(Math.hypot(q.x - p.x, q.y - p.y) / 3));
    return Array.from({ length: steps }, (_, k) => {
      const t = k / steps;
      return { x: p.x + t * (q.x - p.x), y: p.y + t * (q.y - p.y) };
    });
  });
}

function inside({ x, y }: Spot, { left, right, top, bottom }: Box): boolean {
  return x > left && x < right && y > top && y < bottom;
}

/** The point of a box that is nearest to a spot. */
function nearest({ x, y }: Spot, { left, right, top, bottom }: Box): Spot {
  return { x: Math.min(Math.max(x, left), right), y: Math.min(Math.max(y, top + half), bottom - half) };
}

interface Option {
  readonly box: Box;
  readonly cost: number;
  readonly align: Place["align"];
}

/** Boxes around an anchor, with what their side costs: right of it is where readers look first. */
function boxes({ x, y, text }: Anchor, height: number): Option[] {
  const width = textWidth(text);
  // a line may end outside its panel
  const level = Math.min(Math.max(y, 0), height);
  const sides = [
    { left: x + gap, cost: 0, align: "left" },
    { left: x - width / 2, cost: 3, align: "center" },
    { left: x - width - gap, cost: 6, align: "right" },
  ] as const;
  const found: Option[] = [];
  for (const side of sides)
    for (let shift = -height; shift <= height; shift++) {
      const middle = level + shift;
      const box = { left: side.left, right: side.left + width, top: middle - half, bottom: middle + half };
      if (middle >= 0 && middle <= height - half)
        found.push({ box, cost: side.cost + Math.abs(shift), align: side.align });
    }
  return found.sort((a, b) => a.cost - b.cost);
}

/**
 * A place for every name, in the order given: the cheapest box that is free of names placed before and of all lines;
 * a leader that would cross another line counts as 40 pixels. Names are placed from top to bottom.
 */
export function placeLabels(anchors: readonly Anchor[], paths: readonly Path[], height: number): Place[] {
  const ink = paths.map(dense);
  const taken: Box[] = [];
  const result = new Array<Place>(anchors.length);
  const order = anchors.map((_, i) => i).sort((a, b) => anchors[a].y - anchors[b].y || a - b);
  for (const i of order) {
    const anchor = anchors[i];
    let best: Option | undefined;
    for (const { box, cost, align } of boxes(anchor, height)) {
      if (best !== undefined && cost >= best.cost) break;
      if (taken.some((other) => overlap(box, other))) continue;
      if (ink.some((path) => path.some((spot) => inside(spot, box)))) continue;
      const total = cost + 40 * crossed(anchor, nearest(anchor, box), ink);
      if (best === undefined || total < best.cost) best = { box, cost: total, align };
    }
    const { box, align } = best ?? boxes(anchor, height)[0];
    taken.push(box);
    const end = nearest(anchor, box);
    const x = { left: box.left, center: (box.left + box.right) / 2, right: box.right }[align];
    const text = { x, y: box.top + half };
    const away = Math.hypot(end.x - anchor.x, end.y - anchor.y) > gap + 6;
    result[i] = away ? { text, align, leader: end } : { text, align };
  }
  return result;
}

/** How many lines a straight leader runs over, not counting what lies at its very start. */
function crossed(from: Spot, to: Spot, ink: readonly Path[]): number {
  const leader = dense([from, to]).filter(({ x, y }) => Math.hypot(x - from.x, y - from.y) > 5);
  return ink.filter((path) =>
    path.some((spot) => leader.some(({ x, y }) => Math.abs(x - spot.x) < 2.5 && Math.abs(y - spot.y) < 2.5)),
  ).length;
}
