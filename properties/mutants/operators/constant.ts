/** Another constant: the next number, the other truth value, another error code, another place in the life of a message. */

import { MESSAGE, PORT } from '../../../impl/words.ts';
import { instead, type Operator } from './operator.ts';

const CODES = ['EINVAL', 'EPERM', 'EBUSY', 'ENXIO', 'EDEADLK', 'ETIMEDOUT'];
const PLACES = ['idle', 'begun', 'sent', 'queued', 'taken', 'answered', 'returning', 'parked'];
const CALLS = ['domsg', 'sendmsg', 'beginmsg', 'forwardmsg', 'waitmsg', 'waitport'];
const WORDS: Readonly<Record<string, readonly string[]>> = { MESSAGE: Object.keys(MESSAGE), PORT: Object.keys(PORT) };

export const constant: Operator = {
  name: 'constant',
  at({ node, parent, text }) {
    if (node.type === 'Literal') {
      const other = otherLiteral(node.value, parent?.type === 'CallExpression');
      return other === undefined || parent?.type === 'ImportDeclaration'
        ? []
        : [instead(node, other, `${text(node)}→${other}`)];
    }
    if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return [];
    const word = node.property.type === 'Identifier' ? node.property.name : '';
    const next = nextIn(WORDS[node.object.name] ?? [], word);
    return next === undefined ? [] : [instead(node, `${node.object.name}.${next}`, `${text(node)}→${next}`)];
  },
};

/** @param handed to a function: there the names of calls and places are for the sentences of errors */
function otherLiteral(value: unknown, handed: boolean): string | undefined {
  if (typeof value === 'number') return String(value + 1);
  if (typeof value === 'boolean') return String(!value);
  if (typeof value !== 'string') return undefined;
  const next = nextIn(CODES, value) ?? (handed ? undefined : (nextIn(PLACES, value) ?? nextIn(CALLS, value)));
  return next === undefined ? undefined : `'${next}'`;
}

/** The one after it; after the last comes the first. */
export function nextIn(all: readonly string[], one: string): string | undefined {
  const at = all.indexOf(one);
  return at < 0 ? undefined : all[(at + 1) % all.length];
}
