// A recorded run, taken again. A replay that quietly did something else would be worse than none, so it stops at the
// first step that differs and says what was expected and what could have been done.
import type { Choice } from './choice.ts';
import { Execution } from './execution.ts';
import type { Monitor } from './monitor.ts';
import { type Program, programOf } from './program.ts';
import { type System, threadName } from './system.ts';

/** The run after `choices`, with all its steps recorded. Throws where there is nothing to replay, or it diverges. */
export function replay(
  from: System | Program,
  choices: readonly Choice[],
  options: { readonly monitor?: Monitor } = {},
): Execution {
  if (choices.length === 0) throw new Error('There is nothing to replay: the list of choices is empty.');
  return follow(from, choices, options);
}

/** As `replay`, but the empty list is the run that has not begun. */
export function follow(
  from: System | Program,
  choices: readonly Choice[],
  options: { readonly monitor?: Monitor } = {},
): Execution {
  const execution = new Execution(programOf(from), { ...options, record: true });
  for (const [index, choice] of choices.entries()) {
    if (!execution.isEnabled(choice)) throw new Error(divergence(execution, choice, index, choices.length));
    execution.take(choice);
  }
  return execution;
}

function divergence(execution: Execution, expected: Choice, index: number, length: number): string {
  const { system } = execution;
  const text = (choice: Choice): string => {
    const name = system.threads[choice.thread] === undefined ? 'no such thread' : threadName(system, choice.thread);
    return `thread ${choice.thread} (${name}) ${choice.kind === 'run' ? 'runs' : 'times out'}`;
  };
  const enabled = execution.enabled();
  const now =
    execution.violation !== undefined
      ? `the run was over before it: ${execution.violation.message}`
      : enabled.length === 0
        ? 'nothing can move any more'
        : `what can happen is: ${enabled.map(text).join('; ')}`;
  return (
    `The replay diverges at step ${index + 1} of ${length}: the recording says "${text(expected)}", but ${now}. ` +
    'The usual cause is that the code, the program or the initial memory has changed since the recording.'
  );
}
