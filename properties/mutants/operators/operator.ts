/** A way to make mutants: looks at one place of the text, and says what else might stand there. */
import type { OperatorName } from '../mutant.ts';
import type { Site } from '../source.ts';

/** One change at a place. */
export interface Edit {
  /** What it does, in a few words of code: becomes part of the name. */
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

export interface Operator {
  readonly name: OperatorName;
  at(site: Site): readonly Edit[];
}

/** Another text in the place of a node. */
export function instead(node: { readonly start: number; readonly end: number }, to: string, label: string): Edit {
  return { label, start: node.start, end: node.end, to };
}
