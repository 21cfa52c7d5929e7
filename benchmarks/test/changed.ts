// Text that has changed since it was written: arbitraries for fuzzed files.
import fc from "fast-check";

const values = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, -1, Number.MAX_VALUE, "", "__proto__", [], {}, "x".repeat(5000)),
);

/** The JSON text with one value, anywhere in its tree, gone or in place of another. */
export function changedJson(text: string): fc.Arbitrary<string> {
  const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  return fc.record({ pick: share, value: values, drop: fc.boolean() }).map(({ pick, value, drop }) => {
    const tree = JSON.parse(text);
    const places: [Record<string, unknown>, string][] = [];
    const visit = (node: unknown) => {
      if (node === null || typeof node !== "object") return;
      for (const [key, child] of Object.entries(node)) {
        places.push([node as Record<string, unknown>, key]);
        visit(child);
      }
    };
    visit(tree);
    const [parent, key] = places[Math.floor(pick * places.length)];
    if (drop) delete parent[key];
    else parent[key] = value;
    return JSON.stringify(tree);
  });
}

/** The bytes with one of them changed, or cut at the end. */
export function torn(whole: Buffer): fc.Arbitrary<Buffer> {
  return fc.tuple(fc.nat(whole.length - 1), fc.nat(255), fc.boolean()).map(([at, byte, cut]) => {
    if (cut) return whole.subarray(0, at);
    const copy = Buffer.from(whole);
    copy[at] = byte;
    return copy;
  });
}
