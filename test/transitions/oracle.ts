/**
 * Decides by the book whether the traces of one system are traces of another, from nothing but the text of their files:
 * a naive reader of Aldebaran files, and a subset construction over what internal steps reach.
 */

export interface Read {
  readonly initial: number;
  readonly states: number;
  readonly transitions: number;
  /** By state: label and target of each step. */
  readonly steps: readonly (readonly (readonly [label: string, to: number])[])[];
}

const HEADER = /^des \((\d+),(\d+),(\d+)\)$/;
const STEP = /^\((\d+),"([ !#-~]*)",(\d+)\)$/;

/** @throws Error for whatever is not as the format says */
export function readAut(text: string): Read {
  const [first = '', ...lines] = text.split('\n');
  const [, initial, transitions, states] = HEADER.exec(first) ?? [];
  if (states === undefined) throw new Error(`no header: ${first}`);
  if (lines.pop() !== '') throw new Error('the last line has no end');
  if (lines.length !== Number(transitions)) throw new Error(`${lines.length} steps, not ${transitions}`);
  const steps: [string, number][][] = Array.from({ length: Number(states) }, () => []);
  for (const line of lines) {
    const [, from, label, to] = STEP.exec(line) ?? [];
    const leaving = steps[Number(from)];
    if (label === undefined || leaving === undefined || steps[Number(to)] === undefined)
      throw new Error(`bad: ${line}`);
    leaving.push([label, Number(to)]);
  }
  return { initial: Number(initial), states: Number(states), transitions: Number(transitions), steps };
}

/** The same without the steps that say that nothing moves any more: their targets have no meaning of their own. */
export function withoutEnds(system: Read): Read {
  return { ...system, steps: system.steps.map((steps) => steps.filter(([label]) => !label.startsWith('end'))) };
}

/** What is reached by internal steps alone, sorted. */
function closure({ steps }: Read, states: Iterable<number>): number[] {
  const reached = new Set(states);
  for (const state of reached) for (const [label, to] of steps[state] ?? []) if (label === 'tau') reached.add(to);
  return [...reached].sort((one, other) => one - other);
}

/** The shortest trace of `one` that is none of `other`; undefined: every trace of one is. */
export function notIncluded(one: Read, other: Read): readonly string[] | undefined {
  interface Pair {
    readonly state: number;
    readonly set: number;
    readonly trace: Trace | undefined;
  }
  interface Trace {
    readonly label: string;
    readonly before: Trace | undefined;
  }
  const written = (trace: Trace | undefined): string[] => {
    const labels: string[] = [];
    for (let at = trace; at !== undefined; at = at.before) labels.unshift(at.label);
    return labels;
  };
  const sets: (readonly number[])[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (set: readonly number[]): number => {
    const key = set.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, sets.length);
    sets.push(set);
    return sets.length - 1;
  };
  const after = new Map<string, number | undefined>();
  const move = (set: number, label: string): number | undefined => {
    const key = `${set} ${label}`;
    if (!after.has(key)) {
      const targets = (sets[set] ?? []).flatMap((state) =>
        (other.steps[state] ?? []).filter(([seen]) => seen === label).map(([, to]) => to),
      );
      after.set(key, targets.length === 0 ? undefined : numberOf(closure(other, targets)));
    }
    return after.get(key);
  };
  const pairs = new Set<string>();
  // Level by level of labels seen, internal steps first: the first trace that leads nowhere is a shortest.
  let level: Pair[] = [{ state: one.initial, set: numberOf(closure(other, [other.initial])), trace: undefined }];
  while (level.length > 0) {
    const next: Pair[] = [];
    for (const pair of level) {
      const key = `${pair.state} ${pair.set}`;
      if (pairs.has(key)) continue;
      pairs.add(key);
      for (const [label, to] of one.steps[pair.state] ?? []) {
        if (label === 'tau') level.push({ ...pair, state: to });
        else {
          const trace = { label, before: pair.trace };
          const set = move(pair.set, label);
          if (set === undefined) return written(trace);
          next.push({ state: to, set, trace });
        }
      }
    }
    level = next;
  }
  return undefined;
}
