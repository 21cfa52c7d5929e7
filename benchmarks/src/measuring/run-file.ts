// The file of a run that has not ended: what it began with, then one sealed line per finding. It goes when the result is written.
import { existsSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { append, readText, writeWhole } from "@widthwise/measure";
import { type ZodType, z } from "zod";
import { UsageError } from "../exit-codes.ts";
import { warn } from "../warn.ts";
import { type Begun, begunSchema, changesSince } from "./begun.ts";
import { sealed, unsealed } from "./sealed.ts";

/** The first line. */
const headSchema = z.object({ begun: begunSchema });

export class RunFile<E extends object> {
  readonly #path: string;
  readonly #begun: Begun;
  readonly #schema: ZodType<E>;
  #there = false;

  constructor(path: string, begun: Begun, schema: ZodType<E>) {
    this.#path = path;
    this.#begun = begun;
    this.#schema = schema;
  }

  /**
   * What an interrupted run found, to go on from; nothing where there is none. UsageError where code or surroundings have
   * changed since it began, and where the user has not said what is to become of it.
   */
  open({ resume, fresh }: { readonly resume: boolean; readonly fresh: boolean }): E[] {
    if (!existsSync(this.#path)) return [];
    if (fresh) {
      this.discard();
      return [];
    }
    if (!resume)
      throw new UsageError(
        `${this.#path} holds what an interrupted run of this command found: --resume goes on from it, --fresh forgets it`,
      );
    return this.#read();
  }

  #read(): E[] {
    // what stands behind the last line end was cut by a kill
    const [head, ...lines] = readText(this.#path, "what an interrupted run found").split("\n").slice(0, -1);
    const begun = unsealed(this.#owner, head ?? "", headSchema);
    if (begun.content === undefined) {
      this.#setAside([head, ...lines], `its beginning ${begun.wrong}`);
      this.discard();
      return [];
    }
    const changes = changesSince(begun.content.begun, this.#begun);
    if (changes.length > 0)
      throw new UsageError(
        `${this.#path} cannot go on: ${changes.join("; ")}. Go back to what it was, or begin anew with --fresh`,
      );
    const found = lines.map((line) => ({ line, ...unsealed(this.#owner, line, this.#schema) }));
    const bad = found.flatMap(({ line, wrong }, k) =>
      wrong === undefined ? [] : [{ line, wrong, at: k + 2 }],
    );
    if (bad.length > 0)
      this.#setAside(
        bad.map(({ line }) => line),
        bad.map(({ wrong, at }) => `line ${at} ${wrong}`).join("; "),
      );
    const good = found.flatMap(({ line, content }) => (content === undefined ? [] : [{ line, content }]));
    writeWhole(this.#path, `${[head, ...good.map(({ line }) => line)].join("\n")}\n`);
    this.#there = true;
    return good.map(({ content }) => content);
  }

  #setAside(lines: readonly (string | undefined)[], why: string): void {
    const aside = `${this.#path}.bad`;
    append(aside, `${lines.join("\n")}\n`);
    warn(
      `widthwise: ${this.#path}: ${why}: set aside in ${basename(aside)}, and what it held is measured again`,
    );
  }

  /** Survives a kill as soon as it returns. */
  add(finding: E): void {
    if (!this.#there) writeWhole(this.#path, `${sealed(this.#owner, { begun: this.#begun })}\n`);
    this.#there = true;
    append(this.#path, `${sealed(this.#owner, finding)}\n`);
  }

  /** The result is written, or nobody wants it. */
  discard(): void {
    rmSync(this.#path, { force: true });
    this.#there = false;
  }

  get #owner(): string {
    return basename(this.#path);
  }
}
