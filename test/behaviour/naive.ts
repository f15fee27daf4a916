/**
 * The histories of a program by going through its interleavings one after another: no states are matched, and no two
 * histories are followed together.
 */
import type { Returned } from '../../properties/behaviour/index.ts';
import { observedSystem } from '../../properties/behaviour/index.ts';
import type { Implementation } from '../../properties/implementation.ts';
import { type CallEnd, type Choice, type Execution, startExecution } from '../../properties/interleaving/index.ts';
import type { Program } from '../../properties/programs/program.ts';

/** Whole histories, each as one text. */
export function naiveHistories(program: Program, implementation: Implementation, late: boolean): Set<string> {
  const execution = startExecution(observedSystem(program, implementation), { monitor: WATCHER, record: true });
  const found = new Set<string>();
  const threads = program.threads.length;

  const to = (choices: readonly Choice[]): Execution => {
    execution.restart();
    for (const choice of choices) execution.take(choice);
    return execution;
  };
  /** `owed`: what each thread has still to return. */
  const follow = (choices: readonly Choice[], owed: readonly (readonly string[])[], seen: readonly string[]): void => {
    const debtors = [...owed.keys()].filter((thread) => owed[thread]?.length !== 0);
    for (const thread of late ? debtors : debtors.slice(0, 1)) {
      const [first = '', ...rest] = owed[thread] ?? [];
      follow(choices, owed.with(thread, rest), [...seen, first]);
    }
    if (debtors.length > 0 && !late) return;
    const enabled = [...to(choices).enabled()];
    for (const choice of enabled) {
      if (choice.thread < threads && owed[choice.thread]?.length !== 0) continue;
      to(choices).take(choice);
      const ended = execution.steps.at(-1)?.calls ?? [];
      const next = choice.thread < threads ? owed.with(choice.thread, ended.map(textOf)) : owed;
      follow([...choices, choice], next, seen);
    }
    if (enabled.length === 0 && debtors.length === 0) found.add([...seen, 'the end'].join('\n'));
  };

  begun = [];
  execution.restart();
  const initially = begun.filter(({ local }) => local !== null);
  follow(
    [],
    program.threads.map((_, thread) => initially.filter((end) => end.thread === thread).map(textOf)),
    [],
  );
  return found;
}

let begun: readonly CallEnd[] = [];

/** Judges nothing, and keeps what returned before the first step. */
const WATCHER = {
  tag: () => 0,
  begin: (_: number, calls: readonly CallEnd[]): undefined => {
    begun = calls;
  },
  step: () => undefined,
  stuck: () => undefined,
};

function textOf({ thread, local, result }: Pick<CallEnd | Returned, 'thread' | 'local' | 'result'>): string {
  return JSON.stringify([thread, local, result]);
}

/** An event of a language in the same words. */
export function eventText(event: Returned | undefined): string {
  return event === undefined ? 'the end' : textOf(event);
}
