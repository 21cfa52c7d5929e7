// The style sheet of the report page: light and dark by the reader's setting, plots on white in both.
export const style = `:root {
  --paper: #ffffff; --ink: #1f2430; --soft: #5b6270; --line: #e1e4e9; --tint: #f5f6f8; --accent: #0072b2;
  --warn: #fff6e5; --warn-line: #d98200;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --ink: #e4e7ec; --soft: #9ba3b0; --line: #2c323b; --tint: #1c2027; --accent: #66b8ea;
    --warn: #2b2415; --warn-line: #d98200;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15.5px/1.55 Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
}
main { max-width: 1180px; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
h1 { font-size: 1.7rem; line-height: 1.25; letter-spacing: -0.01em; margin: 0 0 0.8rem; overflow-wrap: anywhere; }
h2 { font-size: 1.22rem; margin: 2.6rem 0 0.7rem; }
h3 { font-size: 1.05rem; margin: 1.8rem 0 0.5rem; }
p, ul { margin: 0.6rem 0; max-width: 92ch; }
ul { padding-left: 1.2rem; }
li { margin: 0.15rem 0; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.88em; }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: 0.7rem 0.9rem; overflow-x: auto; }
.warning { background: var(--warn); border-left: 3px solid var(--warn-line); border-radius: 3px; padding: 0.5rem 0.8rem; max-width: none; }
.table { overflow-x: auto; margin: 0.9rem 0 0; }
table { border-collapse: collapse; font-size: 0.86rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.32rem 0.9rem 0.32rem 0; vertical-align: top; }
th { color: var(--soft); font-weight: 600; border-bottom: 1.5px solid var(--line); white-space: nowrap; }
td { border-bottom: 1px solid var(--line); white-space: nowrap; }
td:last-child:not(.number) { white-space: normal; min-width: 14em; }
table code { white-space: nowrap; }
th.number, td.number { text-align: right; white-space: nowrap; }
tbody tr:hover { background: var(--tint); }
.source { color: var(--soft); font-size: 0.78rem; margin: 0.35rem 0 1.2rem; max-width: none; overflow-wrap: anywhere; }
figure { margin: 1.4rem 0 2rem; }
.plot { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 0.5rem; overflow-x: auto; max-width: max-content; }
.plot svg { display: block; max-width: 100%; height: auto; min-width: 560px; }
figcaption { color: var(--soft); font-size: 0.88rem; margin-top: 0.4rem; }
details { margin: 0.6rem 0; border-top: 1px solid var(--line); padding-top: 0.5rem; }
summary { cursor: pointer; color: var(--accent); font-weight: 600; }
@media print { details:not([open]) > * { display: block; } main { max-width: none; padding: 0; } }
`;
