/**
 * Writes transition systems for Graphviz: from top to bottom, a colour for each thread, internal steps dashed, an arrow to
 * the initial state, and two circles round states that nothing leaves.
 */
import { TAU, type TransitionSystem, terminalsOf } from './transition-system.ts';

/** Dark enough to be read as text, and told apart by most. */
const COLOURS = ['#0b5394', '#a64d00', '#38761d', '#741b47', '#7f6000', '#0c6b6b', '#990000', '#351c75'] as const;
const GREY = '#888888';

/** Beyond so many states Graphviz takes minutes, and nobody reads what it draws. */
export const READABLE_STATES = 500;

/** The lines of the file, each with its end. @param title stands above the picture, in a few lines */
export function* dotLines(system: TransitionSystem, title: readonly string[]): Generator<string> {
  const { labels, from, label, to } = system;
  const attributes = labels.map(attributesOf);
  yield `digraph {\n`;
  yield `  label="${title.map(escaped).join('\\n')}\\n "\n`;
  yield '  labelloc=t\n  rankdir=TB\n  nodesep=0.6\n';
  yield '  node [shape=circle, fontname="Helvetica", fontsize=11, width=0.35, fixedsize=shape]\n';
  yield '  edge [fontname="Helvetica", fontsize=10, arrowsize=0.7]\n';
  yield '  start [shape=point, width=0.1, label=""]\n  start -> 0\n';
  for (const state of terminalsOf(system)) yield `  ${state} [shape=doublecircle]\n`;
  for (let step = 0; step < from.length; step += 1)
    yield `  ${from[step]} -> ${to[step]} [${attributes[label[step] as number]}]\n`;
  yield '}\n';
}

function attributesOf(label: string): string {
  if (label === TAU) return `style=dashed, color="${GREY}"`;
  const [, thread] = /^thread (\d+):/.exec(label) ?? [];
  const colour = thread === undefined ? GREY : COLOURS[Number(thread) % COLOURS.length];
  return `label=" ${escaped(label)} ", color="${colour}", fontcolor="${colour}"`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
