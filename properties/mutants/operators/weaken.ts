/** What was one atomic operation becomes two, or plain; and a notify wakes one instead of all. */
import { type MemoryOperation, memoryOperation } from './memory-operation.ts';
import { type Edit, instead, type Operator } from './operator.ts';

export const weaken: Operator = {
  name: 'weaken',
  at({ node, text }) {
    const found = memoryOperation(node, text);
    return found === undefined ? [] : weaker(found, text(node));
  },
};

function weaker(found: MemoryOperation, was: string): Edit[] {
  const { call, memory, name, args } = found;
  const [word = '', value = '', replacement = ''] = args;
  const plainly = (to: string): Edit => instead(call, to, `${was}, plain`);
  switch (name) {
    case 'load':
      return [plainly(`${memory}.get(${word})`)];
    case 'test':
      return [plainly(`((${memory}.get(${word}) & (${value})) !== 0)`)];
    case 'store':
      return [plainly(`${memory}.set(${word}, ${value})`)];
    case 'exchange':
      return inTwo(found, was, (write) => `(${write(value)}, was)`);
    case 'add':
      return inTwo(found, was, (write) => `(${write(`was + (${value})`)}, was)`);
    case 'and':
      return inTwo(found, was, (write) => `(${write(`was & (${value})`)}, was)`);
    case 'or':
      return inTwo(found, was, (write) => `(${write(`was | (${value})`)}, was)`);
    case 'compareExchange':
      return inTwo(found, was, (write) => `(was === (${value}) ? (${write(replacement)}, was) : was)`);
    case 'notify':
      return args.length > 1 ? [] : [instead(call, `${memory}.notify(${word}, 1)`, `${was}, wake one`)];
    default:
      return [];
  }
}

/** A read and then a write, with room for others between them; and the same without any atomicity. */
function inTwo(
  { call, memory, args }: MemoryOperation,
  was: string,
  then: (write: (value: string) => string) => string,
): Edit[] {
  const [word = ''] = args;
  const by = (read: string, write: string): string =>
    `((was) => ${then((value) => `${memory}.${write}(${word}, ${value})`)})(${memory}.${read}(${word}))`;
  return [instead(call, by('load', 'store'), `${was}, in two steps`), instead(call, by('get', 'set'), `${was}, plain`)];
}
