// Why the kernels do not start, and what the user can do about it.

export class CannotStart extends Error {
  override name = "CannotStart";
  readonly reason: string;
  /** an imperative */
  readonly remedy: string;

  constructor(reason: string, remedy: string, options?: ErrorOptions) {
    super(`${reason}: ${remedy}`, options);
    this.reason = reason;
    this.remedy = remedy;
  }
}
