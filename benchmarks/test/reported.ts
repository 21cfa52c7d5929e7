// A result as its report shows it, for tests.
import type { Result } from "@widthwise/measure";
import { printMarkdown } from "../src/page/markdown.ts";
import { renderSvg } from "../src/page/plots/render.ts";
import { printText } from "../src/page/text.ts";
import { generateFolder } from "../src/publish/generate.ts";
import { reportBlocks, screenBlocks } from "../src/publish/report-blocks.ts";
import { tellable } from "../src/publish/tellable.ts";

export const reportMarkdown = async (result: Result): Promise<string> =>
  printMarkdown(reportBlocks(await tellable(result)));

export const reportText = async (result: Result): Promise<string> =>
  printText(screenBlocks(await tellable(result)));

export async function headlineOf(measured: Result): Promise<string> {
  const { result, tell } = await tellable(measured);
  return tell.headline(result);
}

export async function reportHtml(result: Result): Promise<string> {
  const page = (await generateFolder(await tellable(result))).get("index.html");
  if (page === undefined) throw new Error("a report without a page");
  return page;
}

/** SVG text of every plot by its name. */
export async function reportSvgs(measured: Result): Promise<Map<string, string>> {
  const { result, tell } = await tellable(measured);
  const svgs = new Map<string, string>();
  for (const { name, spec } of tell.plots(result)) svgs.set(name, await renderSvg(name, spec));
  return svgs;
}
