/** All mutants of a built module, in the order of its text. The same text gives the same mutants, by the same names. */
import type { EffectsOf } from './effects.ts';
import type { Mutant, Part } from './mutant.ts';
import { condition } from './operators/condition.ts';
import { constant } from './operators/constant.ts';
import { drop } from './operators/drop.ts';
import { duplicate } from './operators/duplicate.ts';
import { flag } from './operators/flag.ts';
import type { Operator } from './operators/operator.ts';
import { move, swap } from './operators/order.ts';
import { weaken } from './operators/weaken.ts';
import { sitesOf } from './source.ts';

/** What a model does has no order and no atomicity: its actions are whole. */
const OPERATORS: Readonly<Record<Part, readonly Operator[]>> = {
  impl: [drop, duplicate, swap, move, weaken, condition, constant, flag],
  model: [drop, condition, constant, flag],
};

/**
 * @param file the module, from the root of what is built: `impl/queue.js`
 * @param effects of the functions that it may call
 */
export function mutantsOf(part: Part, file: string, text: string, effects: EffectsOf): Mutant[] {
  const stem = file.replace(/^.*\/|\.js$/g, '');
  const seen = new Map<string, number>();
  const unique = (name: string): string => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  };
  const changes = new Set<string>();
  return sitesOf(text, effects).flatMap((site) =>
    OPERATORS[part].flatMap((operator) =>
      operator.at(site).flatMap(({ label, start, end, to }) => {
        // Two rules may come to the same.
        const change = `${start} ${end} ${to}`;
        if (changes.has(change)) return [];
        changes.add(change);
        const place = site.where === '' ? stem : `${stem} ${site.where}`;
        const name = unique(`${place}: ${operator.name} ${shortened(label)}`);
        return [{ name, part, operator: operator.name, where: site.where, file, start, end, to }];
      }),
    ),
  );
}

const LABEL_MAX = 100;

function shortened(label: string): string {
  const line = label
    .replaceAll(/\/\/.*$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/;$/, '')
    .trim();
  return line.length <= LABEL_MAX ? line : `${line.slice(0, LABEL_MAX - 1)}…`;
}
