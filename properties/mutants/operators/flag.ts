/** Another flag of the same kind, or none: set, cleared or asked for, it is the wrong one. */
import * as standing from '../../../impl/standing.ts';
import * as words from '../../../impl/words.ts';
import * as names from '../../../model/names.ts';
import { nextIn } from './constant.ts';
import { instead, type Operator } from './operator.ts';

/** What may be taken for each other. The module at hand need not know the other by name, so its value is put there. */
const KINDS: readonly (readonly string[])[] = [
  ['ASYNC', 'DONE', 'QUEUED', 'REPLY', 'RETURNING'],
  ['IDLE', 'DECIDING_DOMSG', 'DECIDING_BEGINMSG', 'DECIDING_SENDMSG', 'OUT_SYNC', 'OUT_ASYNC', 'PARKED', 'STRANGER'],
  ['HELD', 'FORWARDING', 'LEAVING'],
  ['OWNED', 'AWAITED'],
  ['EMPTY', 'SLEEPING', 'DEAD'],
  ['EASYNC', 'ECONNABORTED', 'EDEADLK'],
];
const STATE_BITS = Object.keys(words.STATE);
const VALUES = new Map<string, unknown>([
  ...Object.entries(names),
  ...Object.entries(standing),
  ...Object.entries(words),
]);

export const flag: Operator = {
  name: 'flag',
  at({ node, parent, text }) {
    if (node.type === 'BinaryExpression') return without(text(node.left), text(node.right), node);
    if (node.type === 'MemberExpression' && text(node.object) === 'STATE') {
      const next = nextIn(STATE_BITS, text(node.property));
      return next === undefined ? [] : [instead(node, `STATE.${next}`, `${text(node)}→${next}`)];
    }
    if (node.type !== 'Identifier' || parent === undefined || NAMING.includes(parent.type)) return [];
    const next = KINDS.map((kind) => nextIn(kind, node.name)).find((found) => found !== undefined);
    const value = next === undefined ? undefined : VALUES.get(next);
    return typeof value === 'number' ? [instead(node, `(${value})`, `${node.name}→${next}`)] : [];
  },
};

/** Where an identifier is a name that is given, not a value that is used. */
const NAMING = ['ImportSpecifier', 'ExportSpecifier', 'VariableDeclarator', 'Property', 'ObjectPattern'];

/** `flags | DONE` becomes `flags`, and so does `flags & ~DONE`. */
function without(left: string, right: string, node: { operator: string; start: number; end: number }) {
  const sets = node.operator === '|' && isFlag(right);
  const clears = node.operator === '&' && right.startsWith('~') && isFlag(right.slice(1));
  return sets || clears ? [instead(node, `(${left})`, `${left}, without ${node.operator} ${right}`)] : [];
}

function isFlag(text: string): boolean {
  return KINDS.some((kind) => kind.includes(text)) || /^STATE\.\w+$/.test(text);
}
