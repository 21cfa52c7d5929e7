import { fillNormals, type NormalSource } from "@widthwise/core";
import { loadKernels } from "@widthwise/kernels";

let source: Promise<NormalSource> | undefined;

/** The quickest source of core's normal numbers, bit for bit: the WebAssembly one where it is built, else core's own. */
export function fastNormals(): Promise<NormalSource> {
  source ??= loadKernels().then(
    (kernels) => kernels.fillNormals,
    () => fillNormals,
  );
  return source;
}
