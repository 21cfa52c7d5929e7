// What a command and its measuring processes say to each other: requests by name, of which one is under way at a time.

/** What a kind of process answers, by the name of the request: `interface R { open: { ask: …; answer: … } }`. */
export type Exchange<R> = { readonly [K in keyof R]: { readonly ask: unknown; readonly answer: unknown } };

export interface Request {
  readonly id: number;
  readonly kind: string;
  readonly ask: unknown;
}
export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failed: string; readonly name: string };
/** The first message, from which on requests are answered, and the first of each request: what happens now happens to it. */
export type Sign = { readonly serving: true } | { readonly began: number };

export type Handlers<R extends Exchange<R>> = {
  readonly [K in keyof R]: (ask: R[K]["ask"]) => Promise<R[K]["answer"]>;
};

/** In a measuring process: answers requests until the parent is gone. */
export function serveRequests<R extends Exchange<R>>(handlers: Handlers<R>): void {
  process.on("message", async ({ id, kind, ask }: Request) => {
    tellParent({ began: id } satisfies Sign);
    try {
      const handler = handlers[kind as keyof R] as (ask: unknown) => Promise<unknown>;
      tellParent({ id, answer: await handler(ask) });
    } catch (error) {
      const { message, name } = error instanceof Error ? error : new Error(String(error));
      tellParent({ id, failed: message, name });
    }
  });
  tellParent({ serving: true } satisfies Sign);
}

/** Sends a message that nobody asked for, or an answer. */
export function tellParent(message: object): void {
  process.send?.(message);
}
