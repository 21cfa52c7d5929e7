// Kunin et al., arXiv 2406.06158, Fig. 6(b) and its final validation accuracies: mean ‖ŵ ∗ Δ‖² of the 15 × 15 first filters of a
// small residual network on CIFAR-10 after 24 epochs, read from the figure (which plots its negative).
export interface Printed {
  readonly alpha: number;
  readonly roughness: number;
  readonly accuracy: number;
}

export const printed: readonly Printed[] = [
  { alpha: 0.1, roughness: 3.8, accuracy: 0.8765 },
  { alpha: 0.33, roughness: 2.41, accuracy: 0.868 },
  { alpha: 1, roughness: 1.06, accuracy: 0.864 },
  { alpha: 3.3, roughness: 0.66, accuracy: 0.861 },
  { alpha: 10, roughness: 0.61, accuracy: 0.862 },
];
