// Which layer's rate stands where in the tangent kernel: β̇ by the layers' own velocities against −Mρ, and against −Mρ with the
// two rates exchanged; relative to ‖M‖‖ρ‖.
import { norm } from "@widthwise/core";
import { packNeuron, preconditioner, whitenedFlow } from "@widthwise/dynamics";
import { drawnState } from "./drawn-state.ts";
import { part } from "./part.ts";

/** Of its own, beside those of the random states. */
const BATCH = -1;

export const kernelRates = part({
  cases: ({ random: { cases, batches } }) => [{ params: { cases: Math.ceil(cases / batches) } }],
  run({ params: { cases } }, context) {
    let worst = 0;
    let exchanged = 0;
    for (let k = 0; k < cases; k++) {
      const { model, target } = drawnState(context, BATCH, k);
      const { a, w, rates } = model;
      const d = w.length;
      const velocity = new Float64Array(1 + d);
      whitenedFlow(target, rates)(0, packNeuron(model), velocity);
      const moved = w.map((value, i) => velocity[0] * value + a * velocity[i + 1]);
      const rho = w.map((value, i) => a * value - target[i]);
      const size = (rates.w * a * a + rates.a * norm(w) ** 2) * norm(rho);
      const away = (m: Float64Array) =>
        Math.hypot(...moved.map((value, i) => value + rho.reduce((sum, r, j) => sum + m[i * d + j] * r, 0))) /
        size;
      worst = Math.max(worst, away(preconditioner(model, rates)));
      exchanged = Math.max(exchanged, away(preconditioner(model, { a: rates.w, w: rates.a })));
    }
    return {
      measures: { cases, worst, exchanged },
      check: {
        what: "largest difference of β̇ from −Mρ over ‖M‖‖ρ‖",
        value: worst,
        reference: 0,
        tolerance: 1e-12,
      },
    };
  },
});
