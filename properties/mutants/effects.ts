/**
 * What a piece of code may do that somebody notices: an atomic operation, a plain write, an error. By this two operations may
 * change places without anybody seeing it, or not.
 */
import type { AnyNode } from 'acorn';
import { full } from 'acorn-walk';
import { sitesOf } from './source.ts';

export interface Effects {
  readonly atomic: boolean;
  readonly writes: boolean;
  readonly throws: boolean;
  /** It calls anything at all; else it is not even a read. */
  readonly calls: boolean;
}

/** Functions and methods by their names. */
export type EffectsOf = ReadonlyMap<string, Effects>;

const ATOMIC = /memory\.(load|test|store|exchange|compareExchange|add|and|or|wait|notify)\(/;
const WRITES = /memory\.set\(/;
const THROWS = /\bthrow\b/;

const NONE: Effects = { atomic: false, writes: false, throws: false, calls: true };
const ALL: Effects = { atomic: true, writes: true, throws: true, calls: true };

/** Whom the ports call beside each other. A begin function, which is not here, may do anything. */
const OTHERS: EffectsOf = new Map(
  ['get', 'set', 'load', 'test', 'store', 'exchange', 'compareExchange', 'add', 'and', 'or', 'wait', 'notify']
    .concat(['now', 'attempts', 'learn', 'max', 'ceil', 'floor', 'slice'])
    .map((name) => [name, NONE]),
);

/** Of all functions and methods in these modules. */
export function effectsIn(modules: readonly string[]): EffectsOf {
  const bodies = modules.flatMap(functionsIn);
  const effects = new Map([...OTHERS, ...bodies.map(({ name }): [string, Effects] => [name, NONE])]);
  // Who calls somebody has the effects of both: until nothing is added any more.
  for (let changed = true; changed; ) {
    changed = false;
    for (const { name, node, text } of bodies) {
      const before = effects.get(name) ?? NONE;
      const found = together(before, effectsOf(node, text, effects));
      if (found.atomic === before.atomic && found.writes === before.writes && found.throws === before.throws) continue;
      effects.set(name, found);
      changed = true;
    }
  }
  return effects;
}

/** @param known of what it may call */
export function effectsOf(node: AnyNode, text: string, known: EffectsOf): Effects {
  const own = { atomic: ATOMIC.test(text), writes: WRITES.test(text), throws: THROWS.test(text), calls: false };
  return callsIn(node).reduce<Effects>((sum, name) => together(sum, known.get(name) ?? ALL), own);
}

function together(one: Effects, other: Effects): Effects {
  return {
    atomic: one.atomic || other.atomic,
    writes: one.writes || other.writes,
    throws: one.throws || other.throws,
    calls: one.calls || other.calls,
  };
}

/** Whether anybody may notice that the two change places. Plain accesses of one thread to different words: nobody. */
export function mayBeNoticed(one: Effects, other: Effects): boolean {
  return crosses(one, other) || crosses(other, one);
}

function crosses(one: Effects, other: Effects): boolean {
  if (one.atomic && (other.calls || other.throws)) return true;
  return one.throws && (other.writes || other.atomic || other.throws);
}

interface Body {
  readonly name: string;
  readonly node: AnyNode;
  readonly text: string;
}

function functionsIn(module: string): Body[] {
  return sitesOf(module).flatMap(({ node, text }) => {
    const name = functionName(node);
    return name === undefined ? [] : [{ name, node, text: text(node) }];
  });
}

function functionName(node: AnyNode): string | undefined {
  if (node.type === 'FunctionDeclaration') return node.id?.name;
  return node.type === 'MethodDefinition' ? calledName(node.key) : undefined;
}

/** Names of what is called in a node, the last part of each. */
function callsIn(node: AnyNode): string[] {
  const calls: string[] = [];
  full(node, (each) => {
    const found = each as AnyNode;
    if (found.type !== 'CallExpression') return;
    const { callee } = found;
    calls.push(calledName(callee.type === 'MemberExpression' ? callee.property : callee) ?? '');
  });
  return calls;
}

function calledName(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'PrivateIdentifier' ? `#${node.name}` : undefined;
}
