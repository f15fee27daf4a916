// One access as it happened, in words: operation, word, arguments, value read, value written.
import type { Access } from './machine.ts';
import * as operation from './operations.ts';
import { type System, threadName, valueText, wordName } from './system.ts';

/** An operation and its arguments, as the system calls them. */
export function operationIn(system: System, kind: number, word: number, a: number, b: number): string {
  const name = wordName(system, word);
  const value = (stored: number): string => valueText(system, word, stored);
  if (kind === operation.AWAIT) return `spin on ${name}`;
  if (kind === operation.UPDATE) return operation.operationText(kind, name, value(a), system.updates?.[b]?.name ?? '');
  if (kind === operation.COMPARE_EXCHANGE) return operation.operationText(kind, name, value(a), value(b));
  if (operation.isNotify(kind) || kind === operation.TEST) return operation.operationText(kind, name, a, b);
  return operation.operationText(kind, name, value(a), b);
}

export function accessText(system: System, access: Access, kind: 'run' | 'timeout'): string {
  const { a, b, result } = access;
  const [before, after] = [access.before, access.after].map((stored) => valueText(system, access.word, stored));
  const text = operationIn(system, access.kind, access.word, a, b);
  switch (access.kind) {
    case operation.GET:
    case operation.LOAD:
    case operation.EXCHANGE:
      return `${text} -> ${before}`;
    case operation.TEST:
      return `${text} -> ${result === 1} (${before})`;
    case operation.SET:
    case operation.STORE:
      return `${text} (was ${before})`;
    case operation.COMPARE_EXCHANGE:
      return `${text} -> ${before} (${result === a ? 'done' : 'failed'})`;
    case operation.ADD:
    case operation.AND:
    case operation.OR:
    case operation.UPDATE:
      return `${text} -> ${before} (now ${after})`;
    case operation.WAIT:
      if (kind === 'timeout') return `${text} -> timed out`;
      return result === operation.NOT_EQUAL ? `${text} -> not equal (${before})` : `${text} -> ok, woken`;
    default:
      return text;
  }
}

/** Whom a notify woke; nothing for other operations. */
export function wakeText(system: System, access: Access, woke: readonly number[]): string {
  if (!operation.isNotify(access.kind)) return '';
  const names = woke.map((thread) => threadName(system, thread));
  return names.length === 0 ? ' wakes nobody' : ` wakes ${names.join(' and ')}`;
}
