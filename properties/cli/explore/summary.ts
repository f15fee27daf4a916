/** What an exploration found, for people and for programs. */

import { wrap } from '../../interleaving/lanes.ts';
import { depthOf, type Found } from '../../transitions/index.ts';
import { colours as pc } from '../colours.ts';
import { count } from '../numbers.ts';
import { linesOnly } from '../tables.ts';
import type { Subject } from './subject.ts';

/** What both say. */
export interface Summary {
  readonly subject: Subject;
  readonly found: Found;
  readonly observable: boolean;
  readonly limit: number;
  readonly seconds: number;
}

/** A few lines; ends with the sentence on what is missing, if anything is. */
export function summaryText({ subject, found, limit, seconds }: Summary, width: number): string {
  const { system, taken, ends } = found;
  const sizes = [
    `${count(system.states)} states`,
    `${count(system.from.length)} transitions`,
    `depth ${depthOf(system)}`,
    `${system.labels.length - 1} labels`,
  ];
  const lines = [pc.bold(subject.name), ...subject.about.flatMap((line) => wrap(line, width - 2)).map(indented), ''];
  lines.push(`  ${sizes.join(', ')}  ${pc.dim(`${seconds.toFixed(1)} s`)}`);
  lines.push(...endLines(ends, width), '', tallyTable(taken), '');
  const missing = missingText(found, limit);
  if (missing !== undefined) lines.push(...wrap(missing, width - 2).map((line) => indented(pc.yellow(line))), '');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Where threads are free, they may stay in any calls. */
const ENDS_SHOWN = 6;

function endLines(ends: ReadonlyMap<string, number>, width: number): string[] {
  if (ends.size === 0) return ['  something can move in every state'];
  const all = [...ends.values()].reduce((sum, each) => sum + each, 0);
  const lines = [`nothing can move any more in ${all === 1 ? '1 state' : `${count(all)} states`}:`];
  const shown = byCount(ends).slice(0, ENDS_SHOWN);
  for (const [who, times] of shown) {
    const where = who === '' ? 'every thread has finished' : who;
    lines.push(...wrap(`${count(times)} x ${where}`, width - 4).map(indented));
  }
  const left = all - shown.reduce((sum, [, times]) => sum + times, 0);
  if (left > 0) lines.push(indented(`${count(left)} x other threads in other calls (--json lists them)`));
  return lines.map(indented);
}

function tallyTable(taken: ReadonlyMap<string, number>): string {
  const table = linesOnly([{ title: 'steps' }, { title: 'how many', right: true }]);
  for (const [name, times] of byCount(taken)) table.push([name, count(times) ?? '']);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Why not all of it was seen, in a sentence. */
export function missingText({ complete, violation }: Found, limit: number): string | undefined {
  if (violation !== undefined) return `The exploration ended at a violation: ${violation}`;
  if (complete) return undefined;
  return `There are more than ${count(limit)} states, which is the limit: nothing was written; --limit raises it.`;
}

export function summaryJson({ subject, found, observable, seconds }: Summary): object {
  const { system, complete, taken, ends, violation } = found;
  return {
    type: 'explored',
    name: subject.name,
    of: subject.of,
    observable,
    complete,
    states: system.states,
    transitions: system.from.length,
    depth: depthOf(system),
    labels: system.labels.length - 1,
    steps: Object.fromEntries(byCount(taken)),
    ends: Object.fromEntries(byCount(ends)),
    ...(violation === undefined ? {} : { violation }),
    seconds: Math.round(seconds * 1000) / 1000,
  };
}

function byCount(tally: ReadonlyMap<string, number>): (readonly [string, number])[] {
  return [...tally].sort(([one, times], [other, more]) => more - times || (one < other ? -1 : 1));
}

function indented(line: string): string {
  return `  ${line}`;
}
