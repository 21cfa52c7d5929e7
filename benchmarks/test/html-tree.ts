// HTML as a browser reads it: its structure, its texts, and what of it would run, load or send something.
import { createHash } from "node:crypto";
import { type DefaultTreeAdapterTypes, parse, parseFragment } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const childrenOf = (node: Node): readonly Node[] => ("childNodes" in node ? node.childNodes : []);
const isElement = (node: Node): node is Element => "tagName" in node;

/** Every node below one, in the order of the text. */
const nodesOf = (node: Node): Node[] => [node, ...childrenOf(node).flatMap(nodesOf)];

export const pageOf = (html: string): Node => parse(html);
export const fragmentOf = (html: string): Node => parseFragment(html);

/** Elements with the names of their attributes, and where text stands. */
export function structureOf(node: Node): string {
  if ("value" in node) return node.value.trim() === "" ? "" : "#text";
  const names = isElement(node) ? node.attrs.map(({ name }) => ` ${name}`).join("") : "";
  return `${node.nodeName}${names}(${childrenOf(node).map(structureOf).join("")})`;
}

/** What a reader meets, without spaces: texts, and the words that stand for figures. */
export const wordsOf = (node: Node): string =>
  nodesOf(node)
    .flatMap((one) => {
      if ("value" in one) return one.value;
      return isElement(one)
        ? one.attrs.filter(({ name }) => /^(alt|aria-label|title)$/.test(name)).map(({ value }) => value)
        : "";
    })
    .join(" ")
    .replaceAll(/\s+/g, "");

const attributeOf = (element: Element, name: string) =>
  element.attrs.find((attribute) => attribute.name === name)?.value;

/** Elements that a page of ours has, in HTML and in SVG. */
const known = new Set(
  "html head meta title style body main h1 h2 h3 p ul li pre code strong a sub figure figcaption div details summary table thead tbody tr th td svg g path text tspan line rect defs clipPath circle".split(
    " ",
  ),
);

/** Each inline style and script that the page's policy does not name, each handler, address and unknown element; none is as it should be. */
export function unsafeParts(page: Node): string[] {
  const elements = nodesOf(page).filter(isElement);
  const policies = elements.filter((one) => attributeOf(one, "http-equiv") === "Content-Security-Policy");
  if (policies.length !== 1) return [`${policies.length} policies`];
  const policy = new Map(
    (attributeOf(policies[0], "content") ?? "").split("; ").map((directive) => {
      const [name, ...sources] = directive.split(" ");
      return [name, sources.join(" ")];
    }),
  );
  const closed = ["default-src", "base-uri", "form-action"].filter((name) => policy.get(name) !== "'none'");
  const loose = [...policy].filter(([name, sources]) => name !== "style-src" && sources !== "'none'");
  return [
    ...closed.map((name) => `${name} is open`),
    ...loose.map((directive) => `${directive} is loose`),
    ...elements
      .slice(0, elements.indexOf(policies[0]))
      .flatMap(({ tagName }) =>
        ["style", "script"].includes(tagName) ? [`${tagName} before the policy`] : [],
      ),
    ...elements.flatMap((element) => unsafeIn(element, policy.get("style-src") ?? "")),
  ];
}

function unsafeIn(element: Element, styleSources: string): string[] {
  const { tagName, attrs } = element;
  if (!known.has(tagName)) return [`element ${tagName}`];
  const wrong = attrs.filter(({ name, value }) => {
    if (/^on|^style$|^src|^srcset$|^action$|^formaction$|^data$/i.test(name)) return true;
    if (/href$/.test(name)) return !/^[\w.%/-]+$/.test(value);
    return /url\((?!#)|javascript:|expression\(/i.test(value) && !/^(alt|aria-label|content)$/.test(name);
  });
  const found = wrong.map(({ name, value }) => `${tagName} ${name}="${value}"`);
  if (tagName !== "style") return found;
  const text = element.childNodes.map((node) => ("value" in node ? node.value : "")).join("");
  const hash = createHash("sha256").update(text).digest("base64");
  return styleSources === `'sha256-${hash}'`
    ? found
    : [...found, `a style that ${styleSources} does not name`];
}
