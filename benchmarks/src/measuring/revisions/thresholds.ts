// From where on a difference of two revisions matters.

/** What counts as a change: of a series' level beyond 1.5 %, of one cell beyond 5 %, of an exponent beyond 0.010. */
export const thresholds = { level: 0.015, cell: 0.05, exponent: 0.01 } as const;
