// The initial weights of a wide network are many draws: the quickest source of them on this machine.
import { fillNormals, type NormalSource } from "@widthwise/core";
import { loadKernels } from "@widthwise/kernels";

let source: Promise<NormalSource> | undefined;

/** Draws the numbers of core's `fillNormals`, bit for bit: in WebAssembly where the kernels are built, else by core. */
export function fastNormals(): Promise<NormalSource> {
  source ??= loadKernels().then(
    (kernels) => kernels.fillNormals,
    () => fillNormals,
  );
  return source;
}
