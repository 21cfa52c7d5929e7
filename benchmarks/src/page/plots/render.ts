// A Vega-Lite specification to SVG text: no DOM, no canvas, the same bytes every time.
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { allLiteral } from "../outside.ts";
import { config } from "./theme.ts";

// Without a canvas Vega takes 0.8 em for every character, which leaves wide empty margins; sans-serif text has 0.56.
const metrics = (vega as unknown as { textMetrics: { width: (item: TextItem, text: string) => number } })
  .textMetrics;
metrics.width = ({ fontSize = 11 }, text) => Math.ceil(0.56 * fontSize * String(text ?? "").length);

interface TextItem {
  readonly fontSize?: number;
}

function refuse(...messages: readonly unknown[]): never {
  const [first] = messages;
  if (first instanceof Error) throw first;
  throw new Error(`plot specification: ${messages.join(" ")}`);
}

/** Warnings are mistakes of ours: a plot that drops what it was given is not drawn, and neither is one that is drawn in part. */
const strict = {
  level: () => strict,
  error: refuse,
  warn: refuse,
  info: () => strict,
  debug: () => strict,
} as unknown as vega.LoggerInterface;

/**
 * SVG of a specification. Vega numbers its clip paths by a counter of the process: here they are numbered within the
 * plot and carry its name, so that the text depends on nothing else and several plots may stand in one page.
 */
export async function renderSvg(name: string, spec: object): Promise<string> {
  const compiled = compile({ ...allLiteral(spec), config } as TopLevelSpec, { logger: strict }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logger: strict });
  try {
    return `${tidy(name, await view.toSVG())}\n`;
  } finally {
    view.finalize();
  }
}

function tidy(name: string, svg: string): string {
  const ids = new Map<string, string>();
  return svg
    .replaceAll(/(id="|url\(#)([A-Za-z_]+\d+)/g, (_, prefix: string, id: string) => {
      const renamed = ids.get(id) ?? `${name}-${ids.size + 1}`;
      ids.set(id, renamed);
      return `${prefix}${renamed}`;
    })
    .replaceAll(/ (?:d|transform|[xy][12]?|width|height)="[^"]*"/g, (attribute) =>
      attribute.replaceAll(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2)))),
    )
    .replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    .replaceAll(/<path class="(?:fore|back)ground"[^>]*(?:display="none"|h0v0h0Z"[^>]*)\/>/g, "")
    .replaceAll(/(<g class="mark-)/g, "\n$1");
}
