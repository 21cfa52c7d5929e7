// Opening a backend that must be there.
import { openBackend } from "@widthwise/backends";

/** A backend that this machine must have. */
export async function open(...named: Parameters<typeof openBackend>) {
  const opened = await openBackend(...named);
  if (!("backend" in opened)) throw new Error(opened.missing);
  return opened.backend;
}
