// The operations of a shared memory as small numbers, so that nodes and steps are held in arrays of numbers.

export const GET = 0;
export const SET = 1;
export const LOAD = 2;
export const TEST = 3;
export const STORE = 4;
export const EXCHANGE = 5;
export const COMPARE_EXCHANGE = 6;
export const ADD = 7;
export const AND = 8;
export const OR = 9;
/** Read, compute, write, in one step; what is computed, the system says. */
export const UPDATE = 10;
export const WAIT = 11;
export const NOTIFY = 12;
/** A notify that tells how many it woke. */
export const NOTIFY_COUNT = 13;
/** Waits, without sleeping, until one of some words has another value: what a loop that spins comes to. */
export const AWAIT = 14;

// Kinds of node that are no operation; `kind < END` says that a thread there has something to do.
export const END = 15;
export const THREW = 16;
export const FINISHED = 17;

// What `wait` gives, as the number kept in the log.
export const OK = 0;
export const NOT_EQUAL = 1;
export const TIMED_OUT = 2;

/** `notify` with no limit on how many it wakes. */
export const EVERYONE = -1;

export type OperationName =
  | 'get'
  | 'set'
  | 'load'
  | 'test'
  | 'store'
  | 'exchange'
  | 'compareExchange'
  | 'add'
  | 'and'
  | 'or'
  | 'update'
  | 'wait'
  | 'notify'
  | 'notifyCount'
  | 'awaitChange';

const NAMES: readonly OperationName[] = [
  'get',
  'set',
  'load',
  'test',
  'store',
  'exchange',
  'compareExchange',
  'add',
  'and',
  'or',
  'update',
  'wait',
  'notify',
  'notifyCount',
  'awaitChange',
];

export const WAIT_RESULTS: readonly ['ok', 'not-equal', 'timed-out'] = ['ok', 'not-equal', 'timed-out'];

export function operationName(kind: number): OperationName {
  const name = NAMES[kind];
  if (name === undefined) throw new RangeError(`${kind} is not the kind of an operation.`);
  return name;
}

/** Plain operations are no interleaving points. */
export function isPlain(kind: number): boolean {
  return kind <= SET;
}

/** Operations whose result nobody can read: the code runs on through them without being told anything. */
export function isVoid(kind: number): boolean {
  return kind === SET || kind === STORE || kind === NOTIFY;
}

export function isNotify(kind: number): boolean {
  return kind === NOTIFY || kind === NOTIFY_COUNT;
}

export const NO_ACCESS = 0;
export const READS = 1;
export const WRITES = 2;

/** How an atomic operation touches its word. A compareExchange counts as a write even where it fails. */
export function atomicAccess(kind: number): number {
  if (kind === LOAD || kind === TEST || kind === WAIT) return READS;
  return kind >= STORE && kind <= UPDATE ? WRITES : NO_ACCESS;
}

/** An operation and its arguments in words, e.g. `compareExchange lock 0 1`. Of an update, `b` is its name. */
export function operationText(kind: number, word: string, a: number | string, b: number | string): string {
  switch (kind) {
    case GET:
    case LOAD:
      return `${operationName(kind)} ${word}`;
    case COMPARE_EXCHANGE:
      return `compareExchange ${word} ${a} ${b}`;
    case WAIT:
      return `wait ${word} ${a}${b === 1 ? ' with a time limit' : ''}`;
    case NOTIFY:
    case NOTIFY_COUNT:
      return a === EVERYONE ? `notify ${word}` : `notify ${word} ${a}`;
    case UPDATE:
      return `${b} ${word} ${a}`;
    default:
      return `${operationName(kind)} ${word} ${a}`;
  }
}
