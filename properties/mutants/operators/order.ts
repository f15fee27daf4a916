/**
 * Operations in another order: two neighbours change places, or one goes to the end or to the start of its block.
 *
 * Only where somebody may notice, past an atomic operation or what may throw: two plain accesses of one thread to different
 * words may stand in any order (that nobody sees them apart is what the check for data races says).
 */
import type { AnyNode } from 'acorn';
import { type Effects, effectsOf, mayBeNoticed } from '../effects.ts';
import { declaredBy, leaves, mentions, type Site } from '../source.ts';
import type { Edit, Operator } from './operator.ts';

export const swap: Operator = {
  name: 'swap',
  at(site) {
    const { node, text } = site;
    if (node.type !== 'BlockStatement') return [];
    return node.body.flatMap((first, at) => {
      const second = node.body[at + 1];
      if (second === undefined || !isOperation(first, text) || !isOperation(second, text)) return [];
      if (!mayBeNoticed(effects(first, site), effects(second, site))) return [];
      if (mentions(text(second), declaredBy(first))) return [];
      const between = text({ start: first.end, end: second.start });
      const label = `${half(text(first))} and ${half(text(second))}`;
      return [{ label, start: first.start, end: second.end, to: `${text(second)}${between}${text(first)}` }];
    });
  },
};

export const move: Operator = {
  name: 'move',
  at(site) {
    const { node, text } = site;
    if (node.type !== 'BlockStatement') return [];
    const { body } = node;
    return body.flatMap((statement, at) => {
      if (statement.type !== 'ExpressionStatement' || !isOperation(statement, text)) return [];
      return [...toTheEnd(body, at, site), ...toTheStart(body, at, site)];
    });
  },
};

/** Behind all that follows, but before what leaves the block. Past one neighbour only it would be a swap. */
function toTheEnd(body: readonly AnyNode[], at: number, site: Site): Edit[] {
  const { text } = site;
  const passed = body.slice(at + 1).filter((each) => !leaves(each));
  const [statement, last] = [body[at], passed.at(-1)];
  if (statement === undefined || last === undefined || !isWorthwhile(statement, passed, site)) return [];
  const to = `${text({ start: statement.end, end: last.end })}\n${text(statement)}`;
  return [{ label: `${text(statement)} to the end`, start: statement.start, end: last.end, to }];
}

/** Before all that stands before it, unless that declares what it needs. */
function toTheStart(body: readonly AnyNode[], at: number, site: Site): Edit[] {
  const { text } = site;
  const passed = body.slice(0, at);
  const [first, statement] = [passed[0], body[at]];
  if (first === undefined || statement === undefined || !isWorthwhile(statement, passed, site)) return [];
  if (mentions(text(statement), passed.flatMap(declaredBy))) return [];
  const to = `${text(statement)}\n${text({ start: first.start, end: passed.at(-1)?.end ?? first.end })}`;
  return [{ label: `${text(statement)} to the start`, start: first.start, end: statement.end, to }];
}

function isWorthwhile(statement: AnyNode, passed: readonly AnyNode[], site: Site): boolean {
  const [only] = passed;
  if (passed.length === 1 && only !== undefined && isOperation(only, site.text)) return false;
  return passed.some((each) => mayBeNoticed(effects(statement, site), effects(each, site)));
}

/** A statement by itself that does something to memory, or calls who may. */
function isOperation(statement: AnyNode, text: Site['text']): boolean {
  if (statement.type === 'ExpressionStatement') return statement.expression.type === 'CallExpression';
  return statement.type === 'VariableDeclaration' && /memory\.\w+\(|\(self|\(this/.test(text(statement));
}

function effects(statement: AnyNode, site: Site): Effects {
  return effectsOf(statement, site.text(statement), site.effects);
}

const HALF_MAX = 42;

function half(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replace(/;$/, '');
  return line.length <= HALF_MAX ? line : `${line.slice(0, HALF_MAX - 1)}…`;
}
