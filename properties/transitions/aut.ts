/**
 * Writes Aldebaran files (.aut), as CADP and mCRL2 read them: a first line with the initial state, the number of steps and
 * of states, then a line for each step. The internal step is `tau`, the only name that mCRL2 takes for it; CADP wants
 * `i`, and gets it by a renaming of `tau`.
 *
 * Source: the manual page of CADP for the format. It allows ASCII only, and no way to write a quote within a label.
 */
import type { TransitionSystem } from './transition-system.ts';

/** The lines of the file, each with its end. @throws RangeError for a label that the format has no way to write */
export function* autLines({ states, labels, from, label, to }: TransitionSystem): Generator<string> {
  const quoted = labels.map(quote);
  yield `des (0,${from.length},${states})\n`;
  for (let step = 0; step < from.length; step += 1)
    yield `(${from[step]},${quoted[label[step] as number]},${to[step]})\n`;
}

function quote(label: string): string {
  if (/^[ !#-~]+$/.test(label)) return `"${label}"`;
  throw new RangeError(
    `the label ${JSON.stringify(label)} cannot be written: quotes and what is not ASCII have no place`,
  );
}
