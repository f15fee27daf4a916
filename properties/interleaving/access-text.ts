// One access as it happened, in words: operation, word, arguments, value read, value written.
import type { Access } from './machine.ts';
import * as operation from './operations.ts';
import { type System, threadName, wordName } from './system.ts';

export function accessText(system: System, access: Access, kind: 'run' | 'timeout'): string {
  const { a, b, before, after, result } = access;
  const word = wordName(system, access.word);
  const text = operation.operationText(access.kind, word, a, b);
  switch (access.kind) {
    case operation.GET:
    case operation.LOAD:
      return `${text} -> ${result}`;
    case operation.TEST:
      return `${text} -> ${result === 1} (${before})`;
    case operation.SET:
    case operation.STORE:
      return `${text} (was ${before})`;
    case operation.EXCHANGE:
      return `${text} -> ${result}`;
    case operation.COMPARE_EXCHANGE:
      return `${text} -> ${result} (${result === a ? 'done' : 'failed'})`;
    case operation.ADD:
    case operation.AND:
    case operation.OR:
      return `${text} -> ${result} (now ${after})`;
    case operation.WAIT:
      if (kind === 'timeout') return `${text} -> timed out`;
      return result === operation.NOT_EQUAL ? `${text} -> not equal (${before})` : `${text} -> ok, woken`;
    default:
      return text;
  }
}

/** Whom a notify woke; nothing for other operations. */
export function wakeText(system: System, access: Access, woke: readonly number[]): string {
  if (access.kind !== operation.NOTIFY) return '';
  const names = woke.map((thread) => threadName(system, thread));
  return names.length === 0 ? ' wakes nobody' : ` wakes ${names.join(' and ')}`;
}
