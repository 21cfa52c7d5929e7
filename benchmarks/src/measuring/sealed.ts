// Recorded data that proves itself: every record carries a checksum over what it belongs to and what it says.
import { createHash } from "node:crypto";
import { parseJson } from "@widthwise/measure";
import { type ZodType, z } from "zod";

type Content = Readonly<Record<string, unknown>>;

function sumOf(owner: string, content: Content): string {
  return createHash("sha256")
    .update(JSON.stringify([owner, content]))
    .digest("hex")
    .slice(0, 16);
}

/** A record as one line of JSON, its checksum last. `owner` is its identity: under another name the same text is not believed. */
export function sealed(owner: string, content: object): string {
  return JSON.stringify({ ...content, sum: sumOf(owner, content as Content) });
}

/** What a record says, or why it is not believed. */
export type Unsealed<T> =
  | { readonly content: T; readonly wrong?: undefined }
  | { readonly wrong: string; readonly content?: undefined };

const recordSchema = z.looseObject({ sum: z.string() });

/** Reads what `sealed` wrote: JSON, unaltered, of this owner, and of the shape that is expected. */
export function unsealed<T>(owner: string, text: string, schema: ZodType<T>): Unsealed<T> {
  let json: unknown;
  try {
    json = parseJson(text);
  } catch {
    return { wrong: "is no JSON" };
  }
  const record = recordSchema.safeParse(json);
  if (!record.success) return { wrong: "is no record" };
  const { sum, ...content } = record.data;
  if (sum !== sumOf(owner, content))
    return { wrong: "is not as it was written, or belongs to something else" };
  const parsed = schema.safeParse(content);
  if (parsed.success) return { content: parsed.data };
  const [{ path, message }] = parsed.error.issues;
  return { wrong: `has another shape: ${path.join(".")}: ${message}` };
}
