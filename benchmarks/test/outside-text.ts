// Text that nobody here wrote: pieces of mark-up, of control sequences and of scripts in every order, and any other characters.
import fc from "fast-check";
import { literal } from "../src/page/outside.ts";
import { visibleLines } from "../src/visible.ts";

export const outsidePieces = [
  ..."`*_~[]()<>|\\!#&$@:;\"'={}-+.0123456789 \t\n\r\0",
  ..."\u0007\u001b\u007f\u009b\u00a0\u00ad\u200b\u200d\u200f\u202a\u202e\u2028\u2029\u2066\u3000\ufeff\ufdd0\ufdd3\uffff\ud800\udfff",
  "`` ` ``",
  "```",
  "\n```\n",
  "~~~",
  "**",
  "__",
  "~~",
  "$$x$$",
  "\\|",
  "\\\\|",
  "|---|",
  "\n\n",
  "\n| a | b |\n| --- | --- |\n",
  "\n# heading",
  " ##",
  "\n---\n",
  "===",
  "- item",
  "1. item",
  "1)",
  "> quote",
  "> [!WARNING]",
  "    code",
  "[link](javascript:alert(1))",
  "](https://example.org)",
  "![image](https://example.org/a.png)",
  "[a]: https://example.org",
  "[^1]",
  "[x] done",
  "<https://example.org>",
  "https://example.org/",
  "www.example.org",
  "a@example.org",
  "<!-- comment -->",
  "-->",
  "<!--",
  "<script>alert(1)</script>",
  "</code></td></table><img src=x onerror=alert(1)>",
  "</title></style></svg>",
  "<svg onload=alert(1)>",
  "<details open ontoggle=alert(1)>",
  '" onmouseover="alert(1)',
  "&lt;b&gt;",
  "&#60;",
  "&amp;",
  "]]>",
  "$&",
  "$'",
  "$`",
  "\u001b]8;;https://example.org\u0007click\u001b]8;;\u0007",
  "\u001b[2J",
  "NaN",
  " – ",
  "ünïcödé",
  "日本",
  "👩‍🔬",
  "__proto__",
  "constructor",
  "toString",
] as const;

/** Some of it can be seen. */
export const outsideText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...outsidePieces) },
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    {
      minLength: 1,
      maxLength: 7,
    },
  )
  .map((parts) => parts.join(""))
  .filter((text) => shown(text) !== "");

/** As a reader should see it, but for spaces; stand-ins of ours print as what they stand for. */
export const shown = (text: string): string => literal(visibleLines(text)).replaceAll(/\s+/g, "");
