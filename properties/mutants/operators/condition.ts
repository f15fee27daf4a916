/** A test says the opposite, is one off at its border, or lacks one of its parts; a loop goes round once. */
import type { AnyNode, BinaryExpression } from 'acorn';
import type { Site } from '../source.ts';
import { type Edit, instead, type Operator } from './operator.ts';

const OPPOSITE: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};
const BORDER: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };

export const condition: Operator = {
  name: 'condition',
  at(site) {
    const { node, parent, text } = site;
    if (node.type === 'BinaryExpression') return compared(node, text);
    if (node.type === 'LogicalExpression') {
      const was = text(node);
      return [
        instead(node, `(${text(node.left)})`, `only the left of ${was}`),
        instead(node, `(${text(node.right)})`, `only the right of ${was}`),
      ];
    }
    if (node.type === 'WhileStatement') {
      const once = `if (${text(node.test)}) ${text(node.body)}`;
      return leavesLoop(text(node.body)) ? [] : [instead(node, once, `while (${text(node.test)}), once`)];
    }
    return isTest(node, parent) ? [instead(node, `!(${text(node)})`, `not ${text(node)}`)] : [];
  },
};

function compared(node: BinaryExpression, text: Site['text']): Edit[] {
  // What stands around the operator stays: brackets.
  const between = text({ start: node.left.end, end: node.right.start });
  return [OPPOSITE[node.operator], BORDER[node.operator]].flatMap((other) => {
    if (other === undefined) return [];
    const to = between.replace(node.operator, other);
    const by = (middle: string): string =>
      `${text({ start: node.start, end: node.left.end })}${middle}${text({ start: node.right.start, end: node.end })}`;
    return [instead(node, by(to), by(between.replace(node.operator, `${node.operator}→${other}`)))];
  });
}

/** A whole test, or a part of one, that is no comparison: those have their own mutants. */
function isTest(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (!['CallExpression', 'Identifier', 'MemberExpression', 'UnaryExpression'].includes(node.type)) return false;
  if (parent === undefined) return false;
  if (parent.type === 'IfStatement' || parent.type === 'WhileStatement' || parent.type === 'ConditionalExpression') {
    return parent.test === node;
  }
  return parent.type === 'LogicalExpression' && parent.operator !== '??';
}

function leavesLoop(body: string): boolean {
  return /\b(break|continue)\b/.test(body);
}
