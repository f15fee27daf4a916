/** A program and an implementation, made into a system that the interleaving engine runs. */
import { AtomicsMemory } from '../../impl/memory.ts';
import type { Implementation } from '../implementation.ts';
import type { System } from '../interleaving/index.ts';
import { agent, beginsOf, shapeOf } from './agent.ts';
import type { Program } from './program.ts';

/**
 * The system whose threads run `program` on `implementation`.
 *
 * What comes before the first interleaving is done in advance, one after the other: every port is initialised by its owner
 * and every message by its originator. Interrupts come after the threads of the program.
 */
export function systemOf(program: Program, implementation: Implementation): System {
  const shape = shapeOf(program);
  const memory = new AtomicsMemory(new SharedArrayBuffer(implementation.words(shape) * 4));
  implementation.format(memory, shape);
  const begins = beginsOf(program);
  const threads = program.threads.map((_, id) => implementation.thread(memory, shape, id, begins, 0));
  for (const [port, { owner }] of program.ports.entries()) threads[owner]?.initport(port);
  for (const [message, originator] of program.messages.entries()) threads[originator]?.initmsg(message);
  return {
    memory: Int32Array.from(memory.words),
    threads: [
      ...program.threads.map((_, thread) => agent(program, implementation, thread)),
      ...(implementation.interrupts?.(shape) ?? []),
    ],
    words: (word) => implementation.wordName?.(shape, word) ?? `word ${word}`,
  };
}
