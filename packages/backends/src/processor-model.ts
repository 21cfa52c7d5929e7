// What a backend that computes on the processor says of its device.
import { cpus } from "node:os";

/** As the operating system names it. */
export function processorModel(): string {
  return cpus()[0]?.model.trim() || "unknown processor";
}
