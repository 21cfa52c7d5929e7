// node probe.mjs DIR: loads the tfjs-node of DIR, multiplies once, prints libtensorflow's version.
import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";

process.env.TF_CPP_MIN_LOG_LEVEL = "3";
// Node 24 removed what 4.22.0 calls
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
const tf = createRequire(join(process.argv[2], "package.json"))("@tensorflow/tfjs-node");
const [value] = tf.matMul(tf.tensor2d([1, 2], [1, 2]), tf.tensor2d([3, 4], [2, 1])).dataSync();
if (value !== 11) throw new Error(`1·3 + 2·4 gives ${value}`);
console.log(tf.backend().binding.TF_Version);
