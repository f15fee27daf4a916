/**
 * One atomic operation that changes memory, or wakes, is done twice. A plain write is not: the same value twice in a row,
 * seen by nobody in between, is no change.
 */
import { memoryOperation } from './memory-operation.ts';
import { instead, type Operator } from './operator.ts';

const CHANGING = ['store', 'exchange', 'compareExchange', 'add', 'and', 'or', 'notify'];

export const duplicate: Operator = {
  name: 'duplicate',
  at({ node, text }) {
    const found = memoryOperation(node, text);
    if (found === undefined || !CHANGING.includes(found.name)) return [];
    return [instead(node, `(${text(node)}, ${text(node)})`, text(node))];
  },
};
