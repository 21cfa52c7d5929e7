export { derivedOf } from "../measuring/derive.ts";
export { reportHtml } from "../page/html.ts";
export { reportMarkdown } from "../page/markdown.ts";
export { reportText } from "../page/text.ts";
export {
  generateAll,
  generateFolder,
  publishedEntries,
  type Stale,
  staleFiles,
  writeAll,
} from "./generate.ts";
export { type Entry, reportsReadme } from "./index-page.ts";
export { reportSvgs } from "./plots.ts";
export { brokenSeals, sealName, sealText } from "./seal.ts";
export { spliceReadme } from "./splice.ts";
export { verifyDerived } from "./verify-derived.ts";
