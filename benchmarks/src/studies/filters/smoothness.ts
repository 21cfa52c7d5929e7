// How smooth a filter is: Kunin et al., arXiv 2406.06158, Fig. 6(b).

/**
 * Like a discrete Laplacian, but its weights add up to −1, not 0, so that a constant filter has 1.
 * White noise has ‖Δ‖² = 5.25. Both but for the border.
 */
const LAPLACIAN = [
  [-0.25, -0.5, -0.25],
  [-0.5, 2, -0.5],
  [-0.25, -0.5, -0.25],
];

/**
 * ‖ŵ ∗ Δ‖² of each of the slices of a kernel [size, size, channels, filters], ŵ of length one and 0 around itself: small for
 * smooth ones. O(size²·channels·filters).
 */
export function roughness(kernel: ArrayLike<number>, shape: readonly number[]): number[] {
  const [size, cols, channels, filters] = shape;
  const slices = channels * filters;
  return Array.from({ length: slices }, (_, slice) => {
    const at = (row: number, col: number) =>
      row < 0 || row >= size || col < 0 || col >= cols ? 0 : kernel[(row * cols + col) * slices + slice];
    let [energy, length] = [0, 0];
    for (let row = 0; row < size; row++)
      for (let col = 0; col < cols; col++) {
        length += at(row, col) ** 2;
        let sum = 0;
        LAPLACIAN.forEach((weights, i) => {
          weights.forEach((weight, j) => {
            sum += weight * at(row + i - 1, col + j - 1);
          });
        });
        energy += sum ** 2;
      }
    return energy / length;
  });
}
