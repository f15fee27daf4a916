/**
 * Functions that only they notice who run them: they do no atomic operation, throw nothing, and call only such functions.
 * To do two of them in another order, on different words, is no change that anybody could see.
 */
import type { AnyNode } from 'acorn';
import { full } from 'acorn-walk';
import { sitesOf } from './source.ts';

const ATOMIC = /memory\.(load|test|store|exchange|compareExchange|add|and|or|wait|notify)\(|\bthrow\b/;

/** The door's own plain operations. */
const PLAIN_OPERATIONS = ['get', 'set'];

/** Their names, of functions and methods, over all these modules. */
export function plainFunctions(modules: readonly string[]): ReadonlySet<string> {
  const bodies = modules.flatMap(functionsIn);
  const plain = new Set([...PLAIN_OPERATIONS, ...bodies.map(({ name }) => name)]);
  for (let before = -1; before !== plain.size; ) {
    before = plain.size;
    for (const { name, text, calls } of bodies) {
      if (ATOMIC.test(text) || calls.some((call) => !plain.has(call))) plain.delete(name);
    }
  }
  return plain;
}

interface Body {
  readonly name: string;
  readonly text: string;
  readonly calls: readonly string[];
}

function functionsIn(module: string): Body[] {
  return sitesOf(module).flatMap(({ node, text }) => {
    const name = functionName(node);
    return name === undefined ? [] : [{ name, text: text(node), calls: callsIn(node) }];
  });
}

function functionName(node: AnyNode): string | undefined {
  if (node.type === 'FunctionDeclaration') return node.id?.name;
  return node.type === 'MethodDefinition' ? calledName(node.key) : undefined;
}

/** Names of what is called in a node, the last part of each. */
export function callsIn(node: AnyNode): string[] {
  const calls: string[] = [];
  full(node, (each) => {
    const found = each as AnyNode;
    if (found.type !== 'CallExpression' && found.type !== 'NewExpression') return;
    const { callee } = found;
    calls.push(calledName(callee.type === 'MemberExpression' ? callee.property : callee) ?? '');
  });
  return calls;
}

function calledName(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'PrivateIdentifier' ? `#${node.name}` : undefined;
}
