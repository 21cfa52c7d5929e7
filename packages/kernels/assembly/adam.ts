// Adam (D. Kingma, J. Ba, ICLR 2015, Algorithm 1) on the dense network: a panel's gradient is formed in scratch memory
// that stays in cache, and both moments and the weights are updated from it at once.
import { Adam, Network } from "../dist/jobs";
import { BLOCK_BYTES, BLOCK_PANELS, blocksOf, lastPanel, panelBytes, spread } from "./network";
import { nextTask } from "./pool";
import { depthOf, stripsTimesPanel } from "./strips";

/** The network's coefficients hold u_i/√m. m·n·d multiply-adds for the gradient and 8·m·d operations over all threads. */
export function adamThread(job: Adam, thread: u32): void {
  const g = changetype<Network>(job.network);
  const n = g.n;
  const d = g.d;
  const depth = depthOf(n);
  const bytes = panelBytes(d);
  const panelCoefficients: usize = g.scratch + thread * g.scratchBytes;
  const gradient: usize = job.gradients + thread * bytes;
  for (let block = nextTask(); block < blocksOf(g); block = nextTask()) {
    const first = block * BLOCK_PANELS;
    const end = lastPanel(g, block);
    for (let panel = first; panel < end; panel++) {
      spread(g, panel, g.masks + block * n * BLOCK_BYTES + (panel - first), panelCoefficients);
      for (let i: u32 = 0; i < n; i += depth) {
        stripsTimesPanel(g.xt, d, n, i, min(depth, n - i), panelCoefficients + 32 * i, gradient, i != 0);
      }
      const at: usize = panel * bytes;
      movePanel(job, gradient, job.mean + at, job.square + at, g.weights + at, bytes);
    }
  }
}

/** mean += (1 − β₁)(g − mean), square += (1 − β₂)(g² − square), w −= step·mean/(root·√square + ε). Padding stays zero. */
function movePanel(job: Adam, gradient: usize, mean: usize, square: usize, w: usize, bytes: u32): void {
  const step = f32x4.splat(job.step);
  const root = f32x4.splat(job.root);
  const gain1 = f32x4.splat(1 - job.decay1);
  const gain2 = f32x4.splat(1 - job.decay2);
  const epsilon = f32x4.splat(job.epsilon);
  for (let o: usize = 0; o < bytes; o += 16) {
    const g = v128.load(gradient + o);
    let m = v128.load(mean + o);
    let v = v128.load(square + o);
    m = f32x4.add(m, f32x4.mul(gain1, f32x4.sub(g, m)));
    v = f32x4.add(v, f32x4.mul(gain2, f32x4.sub(f32x4.mul(g, g), v)));
    v128.store(mean + o, m);
    v128.store(square + o, v);
    const below = f32x4.add(f32x4.mul(root, f32x4.sqrt(v)), epsilon);
    v128.store(w + o, f32x4.sub(v128.load(w + o), f32x4.div(f32x4.mul(step, m), below)));
  }
}
