export { derivedOf } from "./derived.ts";
export {
  generateAll,
  generateFolder,
  publishedEntries,
  type Stale,
  staleFiles,
  writeAll,
} from "./generate.ts";
export { reportHtml } from "./html.ts";
export { type Entry, reportsReadme } from "./index-page.ts";
export { reportMarkdown } from "./markdown.ts";
export { reportSvgs } from "./plots.ts";
export { brokenSeals, sealName, sealText } from "./seal.ts";
export { spliceReadme } from "./splice.ts";
export { reportText } from "./text.ts";
export { verifyDerived } from "./verify-derived.ts";
