/** Operations on shared memory, as they stand in the text: calls of the one door, `memory.load(word)`. */
import type { AnyNode, CallExpression, Expression, SpreadElement } from 'acorn';
import type { Site } from '../source.ts';

const NAMES = [
  'get',
  'set',
  'load',
  'test',
  'store',
  'exchange',
  'compareExchange',
  'add',
  'and',
  'or',
  'wait',
  'notify',
] as const;

export interface MemoryOperation {
  readonly call: CallExpression;
  readonly name: (typeof NAMES)[number];
  /** The text of the memory, `self.memory`, and of each argument. */
  readonly memory: string;
  readonly args: readonly string[];
}

/** Undefined: the node is something else. */
export function memoryOperation(node: AnyNode, text: Site['text']): MemoryOperation | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const { object, property } = node.callee;
  const name = property.type === 'Identifier' ? NAMES.find((each) => each === property.name) : undefined;
  if (name === undefined || !isMemory(object)) return undefined;
  const args = node.arguments.map((argument: Expression | SpreadElement) => text(argument));
  return { call: node, name, memory: text(object), args };
}

function isMemory(node: AnyNode): boolean {
  if (node.type === 'Identifier') return node.name === 'memory';
  return node.type === 'MemberExpression' && node.property.type === 'Identifier' && node.property.name === 'memory';
}
