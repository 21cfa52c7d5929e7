// Text from outside stays text: in Markdown, pages, plots, names of files and on a terminal it opens, closes, loads and hides nothing.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cell, compareResults, type Result, readResult } from "@widthwise/measure";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Progress } from "../src/measuring/progress.ts";
import { type Block, figure, heading, link, list, paragraph, table, warning } from "../src/page/document.ts";
import { printPage } from "../src/page/html.ts";
import { printMarkdown } from "../src/page/markdown.ts";
import { fromOutside } from "../src/page/outside.ts";
import { withFileNames } from "../src/page/plots/file-names.ts";
import { printText } from "../src/page/text.ts";
import { generateFolder } from "../src/publish/generate.ts";
import { generatedPage } from "../src/publish/generated.ts";
import { reportsReadme } from "../src/publish/index-page.ts";
import { questionsPage } from "../src/publish/questions-page.ts";
import { readmeBlocks } from "../src/publish/readme-blocks.ts";
import { reportBlocks } from "../src/publish/report-blocks.ts";
import { tellable } from "../src/publish/tellable.ts";
import { comparisonLines } from "../src/verbs/actions/print-comparison.ts";
import { speak } from "../src/verbs/output/speak.ts";
import { visible, visibleLines } from "../src/visible.ts";
import { warn } from "../src/warn.ts";
import { workspaceRoot } from "../src/workspace.ts";
import { fragmentOf, pageOf, structureOf, unsafeParts, wordsOf } from "./html-tree.ts";
import { madeKernels, madeResult } from "./made-result.ts";
import { outsidePieces, outsideText, shown } from "./outside-text.ts";

/** Every place that a report has for text. */
function documentOf(outside: string): Block[] {
  const text = fromOutside(outside);
  const own = `\`${text}\` on ${text}, **${text}**: ${text}`;
  return [
    heading(1, text),
    heading(2, own),
    { kind: "command", text },
    warning(`**${text}**: ${own}`),
    paragraph(text),
    paragraph(own),
    list([text, own]),
    table(
      ["", `number of ${text}>`, text],
      [
        [text, own, `\`${text}\``],
        [link(text, "m/d/result.md"), `**${text}**`, `${text} \`${text}\``],
      ],
      `${own}, seed 1`,
    ),
    figure({ name: "cost", alt: text, caption: own }),
    {
      kind: "details",
      summary: `${own} (3 cells)`,
      blocks: [paragraph(text), table([text], [[text]])],
    },
  ];
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1"><g><text>a</text></g></svg>\n';
const svgs = new Map([["cost", svg]]);

/** CommonMark with GitHub's tables, strike-through, and links without brackets, but none of bare names such as "result.md". */
const github = new MarkdownIt({ html: true, linkify: true });
github.linkify.set({ fuzzyLink: false });

const harmless = "Harmless";

describe("a document", () => {
  test("in Markdown has the structure of a harmless one, and says all that was written", () => {
    const treeOf = (text: string) => fragmentOf(github.render(printMarkdown(documentOf(text))));
    const [structure, words] = [structureOf, wordsOf].map((of) => of(treeOf(harmless)));
    fc.assert(
      fc.property(outsideText, (text) => {
        const tree = treeOf(text);
        expect(structureOf(tree)).toBe(structure);
        expect(wordsOf(tree)).toBe(words.split(harmless).join(shown(text)));
      }),
      { numRuns: 400 },
    );
  });

  test("in Markdown names places on the web, and links to none", () => {
    for (const [text, escaped] of [
      ["www.example.org", "www\\.example.org"],
      ["https://example.org", "https\\://example.org"],
      ["a@example.org", "a\\@example.org"],
    ])
      expect(printMarkdown([paragraph(fromOutside(text))])).toBe(`${escaped}\n`);
  });

  test("as one of 800 pages likewise, and runs, loads and sends nothing", () => {
    const htmlOf = (text: string) => printPage(documentOf(text), svgs);
    const [structure, words] = [structureOf, wordsOf].map((of) => of(pageOf(htmlOf(harmless))));
    fc.assert(
      fc.property(outsideText, (text) => {
        const page = pageOf(htmlOf(text));
        expect(unsafeParts(page)).toEqual([]);
        expect(structureOf(page)).toBe(structure);
        expect(wordsOf(page)).toBe(words.split(harmless).join(shown(text)));
      }),
      { numRuns: 800 },
    );
  });

  test("on a terminal has the lines of a harmless one, and no character that cannot be seen", () => {
    const linesOf = (text: string) =>
      printText(documentOf(text).filter(({ kind }) => kind !== "command")).split("\n");
    const count = linesOf(harmless).length;
    fc.assert(
      fc.property(outsideText, (text) => {
        const lines = linesOf(text);
        expect(lines).toHaveLength(count);
        expect(lines.map(visible)).toEqual(lines);
      }),
    );
  });
});

/** What readers of a result go by, and so no text. */
const meant = new Set([
  "schema",
  "suite",
  "kind",
  "status",
  "precision",
  "unit",
  "metric",
  "method",
  "startedAt",
]);

/** A result with `text` behind every text, and as a key where keys are names. */
function withText(value: unknown, text: string): unknown {
  if (typeof value === "string") return `${value}${text}`;
  if (Array.isArray(value)) return value.map((one) => withText(one, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, meant.has(key) ? one : withText(one, text)]),
  );
}

interface Series {
  readonly algorithm: string;
  readonly backend: string;
}
const few = {
  widths: [256, 512, 1024, 2048, 65536],
  only: ({ backend }: Series) => /^(js|wasm)$/.test(backend),
};
const made = madeResult(few);
const training: Result = {
  ...made,
  commitUnknown: "no git",
  machine: { ...made.machine, conditions: { affinity: "0-1" } },
  runtime: { ...made.runtime, environment: { NODE_OPTIONS: "--a" } },
  cells: made.cells.map((cell, k) => (k === 3 ? { ...cell, status: "error", reason: "planted" } : cell)),
};
/** Names keep their meaning. */
const named = (text: string): Result => {
  const { cells, fits, crossovers, controls } = training;
  const reasoned = cells.map((cell) => ({
    ...cell,
    ...(withText({ reason: cell.reason ?? "", check: cell.check }, text) as Partial<Cell>),
  }));
  return { ...(withText(training, text) as Result), cells: reasoned, fits, crossovers, controls };
};
const study = readResult(globSync(join(workspaceRoot, "reports/*/*-filters/result.json"))[0]);
const ofStudy = (text: string): Result => {
  const { params, ...rest } = study.study!;
  const { cells, study: _, ...other } = study;
  const [first, ...more] = cells;
  return {
    ...(withText(other, text) as Result),
    study: { ...rest, params },
    cells: [{ ...first, status: "error", reason: `planted${text}` }, ...more],
  };
};
const results: readonly (readonly [string, (text: string) => Result])[] = [
  ["of training", named],
  ["of training, with names of any kind", (text) => withText(training, text) as Result],
  ["of products", (text) => withText(madeKernels(), text) as Result],
  ["of a study", ofStudy],
];

/** All that is generated of a result, as trees; its plots, which take their time, are all the same. */
async function treesOf(result: Result, folder: string): Promise<Map<string, ReturnType<typeof pageOf>>> {
  const told = await tellable(result);
  const entry = { folder, ...told };
  const untold = [{ path: `reports/${folder}/result.json`, why: "" }];
  const blocks = reportBlocks(told);
  const markdown = [
    ["result.md", generatedPage(blocks, "result.json")],
    ["reports/README.md", reportsReadme([entry], untold)],
    ["reports/QUESTIONS.md", questionsPage([entry])],
    ...readmeBlocks([entry]),
  ];
  const plots = told.tell.plots(told.result).map(({ name }) => [name, svg] as const);
  const page = pageOf(printPage(blocks, new Map(plots)));
  expect(unsafeParts(page)).toEqual([]);
  const trees = markdown.map(([name, text]) => [name, fragmentOf(github.render(text))] as const);
  return new Map([...trees, ["index.html", page]]);
}

describe("a result", () => {
  const one = {
    widths: few.widths,
    only: ({ algorithm, backend }: Series) => algorithm === "live-gn" && backend === "js",
  };
  // every piece stands in one of them
  const texts = Array.from({ length: 6 }, (_, k) => outsidePieces.filter((__, i) => i % 6 === k).join("a"));

  test.each(results)("%s makes the pages of a harmless one", async (_, make) => {
    const expected = await treesOf(make(harmless), "machine/run");
    for (const text of texts) {
      const found = await treesOf(make(text), `machine/${text.replaceAll("/", "")}`);
      for (const [name, tree] of found)
        expect(structureOf(tree), name).toBe(structureOf(expected.get(name)!));
      for (const name of ["result.md", "index.html"])
        expect(wordsOf(found.get(name)!)).toContain(shown(text));
    }
  });

  test("has plots that run, load and send nothing, and say what was written", async () => {
    for (const make of [() => madeResult(one), madeKernels])
      for (const text of texts.slice(0, 2)) {
        const pages = await generateFolder(await tellable(withText(make(), text) as Result));
        const page = pageOf(pages.get("index.html")!);
        expect(unsafeParts(page)).toEqual([]);
        const svgs = [...pages].filter(([name]) => name.endsWith(".svg"));
        expect(svgs.length).toBeGreaterThan(0);
        // labels of axes are cut where they are long
        for (const [name, svg] of svgs.filter(([name]) => /^(cost|roofline|kernels)/.test(name)))
          expect(wordsOf(fragmentOf(svg)), name).toContain(shown(text).slice(0, 12));
      }
  });

  test("with names of properties is told by them", async () => {
    for (const name of ["constructor", "__proto__", "toString"]) {
      const renamed = (cell: Cell): Cell => ({ ...cell, algorithm: name, backend: name });
      const cells = madeResult(one).cells.map(renamed);
      for (const { timing } of cells) timing?.notes.push(name);
      const pages = await generateFolder(await tellable({ ...training, cells, fits: [], crossovers: [] }));
      expect(wordsOf(fragmentOf(github.render(pages.get("result.md")!)))).toContain(
        `${name}:5of5cells(${name}on${name}).`,
      );
      expect(pages.get("cost.svg")).toContain(`>${name} · ${name}<`);
    }
  });
});

test("every published page runs, loads and sends nothing, and its policy names its style", () => {
  const pages = globSync(join(workspaceRoot, "reports/*/*/index.html"));
  expect(pages.length).toBeGreaterThan(25);
  for (const path of pages) expect(unsafeParts(pageOf(readFileSync(path, "utf8"))), path).toEqual([]);
});

test("plots have names of files that are theirs alone, whatever parts of a result are called", () => {
  const words = { alt: "", caption: "", spec: {} };
  const namesOf = (names: readonly string[]) =>
    withFileNames(names.map((name) => ({ name, ...words }))).map(({ name }) => name);
  const own = ["cost", "cost-n8", "by-update", "slopes-n4096"];
  expect(namesOf(own)).toEqual(own);
  expect(namesOf(["con", "../a", "..\\a", "a.b", "a b", "", "COM1", "x".repeat(300)])).toEqual([
    "plot_con",
    "_a",
    "_a_2",
    "a_b",
    "a_b_2",
    "plot_",
    "plot_com1",
    "x".repeat(80),
  ]);
  fc.assert(
    fc.property(fc.array(fc.oneof(outsideText, fc.constantFrom("aux", "lpt9", "a", "a_2"))), (names) => {
      const found = namesOf(names);
      expect(new Set(found).size).toBe(names.length);
      for (const name of found) {
        expect(name).toMatch(/^[a-z0-9_-]{1,90}$/);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/);
      }
    }),
  );
});

test("what is spoken is one line, and no character of it moves the cursor", () => {
  let heard = "";
  const hear = (text: unknown) => {
    heard += text;
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation(hear),
  );
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  fc.assert(
    fc.property(outsideText, (text) => {
      heard = "";
      const lines = comparisonLines(compareResults(training, withText(training, text) as Result));
      for (const line of lines) speak(line);
      expect(heard.split("\n")).toHaveLength(lines.length + 1);
      warn(text);
      new Progress(false).say(text);
      expect(visibleLines(heard)).toBe(heard);
    }),
    { numRuns: 20 },
  );
});
