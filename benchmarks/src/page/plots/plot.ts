// A plot as data: a Vega-Lite specification with the words that go with it.

export interface Plot {
  /** of its file, without extension, once `withFileNames` has seen it */
  readonly name: string;
  /** what a reader who cannot see it should know */
  readonly alt: string;
  readonly caption: string;
  readonly spec: object;
}
