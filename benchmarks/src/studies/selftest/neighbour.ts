// A neighbour on the machine that computes now and then, at random times, or all the time.
import { execa } from "execa";

/** Computes and, where it is bursty, rests in turn, each for up to a second; ends with whoever started it. */
const code = `
process.on("disconnect", () => process.exit());
let x = Number(process.argv[1]) >>> 0 || 1;
const rest = process.argv[2] === "steady" ? 0 : 1000;
const next = () => { x ^= x << 13; x ^= x >>> 17; x ^= x << 5; return (x >>> 0) / 2 ** 32; };
(function turn() {
  const end = performance.now() + 1000 * next();
  let sum = 0;
  while (performance.now() < end) for (let k = 0; k < 1e5; k++) sum += Math.sqrt(k);
  setTimeout(turn, rest * next(), sum);
})();
`;

/** Starts one; call what is returned to end it. */
export function startNeighbour(seed: number, kind: "bursty" | "steady" = "bursty"): () => void {
  const child = execa(process.execPath, ["--eval", code, String(seed), kind], {
    ipc: true,
    reject: false,
    stdout: "ignore",
    stderr: "ignore",
  });
  return () => void child.kill("SIGKILL");
}
