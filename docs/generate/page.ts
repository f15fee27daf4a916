/** A generated page of the documentation: what `npm run docs` writes, and what a test compares with what is there. */
export interface Page {
  /** Path in the repository, such as `docs/specification.md`. */
  readonly path: string;
  /** The whole text, made from the model and from runs. The same every time, on every machine. */
  text(): string | Promise<string>;
}
