/** One operation is not done: a statement goes, or an operation whose result is used only reads, or reads nothing. */
import { memoryOperation } from './memory-operation.ts';
import { type Edit, instead, type Operator } from './operator.ts';

export const drop: Operator = {
  name: 'drop',
  at({ node, parent, text }) {
    if (node.type === 'ExpressionStatement')
      return isEffect(node.expression.type) ? [instead(node, ';', text(node))] : [];
    const found = parent?.type === 'ExpressionStatement' ? undefined : memoryOperation(node, text);
    return found === undefined ? [] : inPlaceOf(found, text(node));
  },
};

function isEffect(type: string): boolean {
  return type === 'CallExpression' || type === 'AssignmentExpression' || type === 'UpdateExpression';
}

function inPlaceOf({ call, name, memory, args }: NonNullable<ReturnType<typeof memoryOperation>>, was: string): Edit[] {
  const [word = ''] = args;
  switch (name) {
    case 'exchange':
    case 'compareExchange':
    case 'add':
    case 'and':
    case 'or':
      return [instead(call, `${memory}.load(${word})`, `the write of ${was}`)];
    case 'get':
    case 'load':
      return [instead(call, '0', `${was}, take 0`)];
    case 'test':
      return [instead(call, 'false', `${was}, take false`)];
    case 'wait':
      return [instead(call, "'ok'", was)];
    default:
      return [];
  }
}
