/**
 * Writes transition systems as one JSON object, a step a line:
 *
 *     {"format":"lwkt-lts/1","name":"one domsg","of":"implementation","observable":false,
 *      "initial":0,"states":3,"transitions":2,"terminal":[2],"labels":["tau","..."],
 *      "steps":[
 *     [0,1,1],
 *     [1,2,2]
 *     ]}
 *
 * A step is the state it leaves, the index of its label, and the state it leads to.
 */
import { type TransitionSystem, terminalsOf } from './transition-system.ts';

/** What is said of a transition system above its states and steps. */
export interface JsonHead {
  readonly name: string;
  /** What it is a system of. */
  readonly of: string;
  readonly observable: boolean;
}

/** Pieces of the file. */
export function* jsonLines(system: TransitionSystem, { name, of, observable }: JsonHead): Generator<string> {
  const { states, labels, from, label, to } = system;
  const head = { format: 'lwkt-lts/1', name, of, observable, initial: 0, states, transitions: from.length };
  yield JSON.stringify(head).slice(0, -1);
  yield `,"terminal":${JSON.stringify(terminalsOf(system))},"labels":${JSON.stringify(labels)},"steps":[\n`;
  const last = from.length - 1;
  for (let step = 0; step <= last; step += 1)
    yield `[${from[step]},${label[step]},${to[step]}]${step === last ? '' : ','}\n`;
  yield ']}\n';
}
