// A result as its report shows it, for tests.
import type { Result } from "@widthwise/measure";
import { printMarkdown } from "../src/page/markdown.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { printText } from "../src/page/text.ts";
import { generateFolder } from "../src/publish/generate.ts";
import { reportBlocks, screenBlocks } from "../src/publish/report-blocks.ts";
import { tellOf } from "../src/publish/tell-of.ts";

export const reportMarkdown = async (result: Result): Promise<string> =>
  printMarkdown(reportBlocks(result, await tellOf(result)));

export const reportText = async (result: Result): Promise<string> =>
  printText(screenBlocks(result, await tellOf(result)));

export const headlineOf = async (result: Result): Promise<string> => (await tellOf(result)).headline(result);

export async function reportHtml(result: Result): Promise<string> {
  const page = (await generateFolder(result, await tellOf(result))).get("index.html");
  if (page === undefined) throw new Error("a report without a page");
  return page;
}

/** SVG text of every plot by its name. */
export async function reportSvgs(result: Result): Promise<Map<string, string>> {
  const svgs = new Map<string, string>();
  for (const { name, spec } of (await tellOf(result)).plots(result))
    svgs.set(name, await renderSvg(name, spec));
  return svgs;
}
