// Loops that spin, as waiting for the word to change.
//
// A loop whose rounds only look, and see the same, changes nothing: however often it goes round before somebody else
// writes, what follows is the same. Run round by round it has no end. So once the code is about to begin a second round
// like the first, it is made to wait until one of the words it looked at has another value.
//
// That would be wrong for a loop that counts its rounds, such as one that spins a hundred times and then sleeps: it goes
// on by itself. So the code is first run on with the same answers, apart from the search; only a loop that is still going
// round after `ROUNDS` is taken to spin for ever.
import type { FullMemory } from '../memory.ts';

/** A loop that goes round so often is taken to have no end of its own. */
export const ROUNDS = 256;
/** Operations of a round. */
const LONGEST = 16;

type Name = keyof FullMemory;

/** An operation, and what came of it. */
interface Done {
  readonly name: Name;
  readonly word: number;
  readonly a: number;
  readonly b: number;
  readonly result: unknown;
}

type Call = Omit<Done, 'result'>;

const END: unique symbol = Symbol('the loop goes round and round; let it pass');

/** Whether code that has done so much goes round for ever: it is asked often, and always has the same answer. */
export type Known = Map<string, boolean>;

/**
 * Runs `body` on `memory`. `again` runs the same code anew from its start, on another memory.
 */
export function withSpinning<Result>(
  memory: FullMemory,
  body: (memory: FullMemory) => Result,
  again: (memory: FullMemory) => unknown,
  known: Known,
): Result {
  const done: Done[] = [];
  const isEndless = (round: number): boolean => {
    const key = `${round} ${done.map(({ name, word, a, b, result }) => `${name} ${word} ${a} ${b} ${String(result)}`)}`;
    const answer = known.get(key) ?? !goesOn(done, round, again);
    known.set(key, answer);
    return answer;
  };
  const operate = (call: Call, perform: () => unknown): unknown => {
    const round = roundBefore(done, call);
    if (round > 0 && isEndless(round)) {
      const looked = done.slice(-round);
      memory.awaitChange(
        looked.map(({ word }) => word),
        looked.map(valueSeen) as number[],
        isRepeated(done, looked),
      );
      done.push({ name: 'awaitChange', word: call.word, a: 0, b: 0, result: undefined });
    }
    const result = perform();
    done.push({ ...call, result });
    return result;
  };
  return body(through(memory, operate));
}

/** How many operations ago the round began that this call begins anew; 0 where there is none. */
function roundBefore(done: readonly Done[], call: Call): number {
  for (let round = 1; round <= Math.min(LONGEST, done.length); round += 1) {
    const first = done[done.length - round] as Done;
    if (valueSeen(first) === undefined) return 0;
    if (isSame(first, call) && isSteady(done.slice(-round))) return round;
  }
  return 0;
}

/** It waited after the very same round, then went round once, and saw the same: as if it had not looked. */
function isRepeated(done: readonly Done[], looked: readonly Done[]): boolean {
  const round = looked.length;
  if (done.at(-round - 1)?.name !== 'awaitChange' || done.length < 2 * round + 1) return false;
  const before = done.slice(-2 * round - 1, -round - 1);
  return before.every((one, at) => {
    const other = looked[at];
    return other !== undefined && isSame(one, other) && one.result === other.result;
  });
}

function isSame(one: Call, other: Call): boolean {
  return one.name === other.name && one.word === other.word && one.a === other.a && one.b === other.b;
}

/** The value that the word had and has, where the operation only looked; undefined where it did more. */
function valueSeen({ name, a, result }: Done): number | undefined {
  if (name === 'load' || name === 'get') return result as number;
  if (name === 'compareExchange' && result !== a) return result as number;
  if (name === 'exchange' && result === a) return result;
  if ((name === 'or' && result === ((result as number) | a)) || (name === 'add' && a === 0)) return result as number;
  if (name === 'and' && result === ((result as number) & a)) return result as number;
  return undefined;
}

/** No word was seen with two values: then something happened in the round. */
function isSteady(looked: readonly Done[]): boolean {
  const seen = new Map<number, number | undefined>();
  return looked.every((one) => {
    const value = valueSeen(one);
    if (seen.has(one.word) && seen.get(one.word) !== value) return false;
    seen.set(one.word, value);
    return true;
  });
}

/** Runs the code anew with the answers it got, and then with those of the round, over and over: does it ever stop that? */
function goesOn(done: readonly Done[], round: number, again: (memory: FullMemory) => unknown): boolean {
  const answers = done.filter(({ name }) => name !== 'awaitChange');
  const start = answers.length;
  let at = 0;
  const operate = (call: Call): unknown => {
    const expected = answers[at < start ? at : start - round + ((at - start) % round)];
    if (expected === undefined || !isSame(expected, call) || at >= start + round * ROUNDS) throw END;
    at += 1;
    return expected.result;
  };
  try {
    again(through(undefined, operate));
  } catch (error) {
    if (error !== END) return true;
  }
  return at < start + round * ROUNDS;
}

function through(memory: FullMemory | undefined, operate: (call: Call, perform: () => unknown) => unknown): FullMemory {
  const on = (name: Name, word: number, a: number, b: number, perform: () => unknown): unknown =>
    operate({ name, word, a, b }, perform);
  const number = (...call: Parameters<typeof on>): number => on(...call) as number;
  return {
    get: (word) => number('get', word, 0, 0, () => memory?.get(word)),
    set: (word, value) => void on('set', word, value | 0, 0, () => memory?.set(word, value)),
    load: (word) => number('load', word, 0, 0, () => memory?.load(word)),
    test: (word, mask) => on('test', word, mask, 0, () => memory?.test(word, mask)) as boolean,
    store: (word, value) => void on('store', word, value | 0, 0, () => memory?.store(word, value)),
    exchange: (word, value) => number('exchange', word, value | 0, 0, () => memory?.exchange(word, value)),
    compareExchange: (word, from, to) =>
      number('compareExchange', word, from | 0, to | 0, () => memory?.compareExchange(word, from, to)),
    add: (word, value) => number('add', word, value | 0, 0, () => memory?.add(word, value)),
    and: (word, value) => number('and', word, value | 0, 0, () => memory?.and(word, value)),
    or: (word, value) => number('or', word, value | 0, 0, () => memory?.or(word, value)),
    update: (word, code, value) => number('update', word, value | 0, code, () => memory?.update(word, code, value)),
    wait: (word, value, timeout) =>
      on('wait', word, value | 0, Number.isFinite(timeout) ? 1 : 0, () => memory?.wait(word, value, timeout)) as 'ok',
    notify: (word, count) => void on('notify', word, count ?? -1, 0, () => memory?.notify(word, count)),
    notifyCount: (word, count) => number('notifyCount', word, count ?? -1, 0, () => memory?.notifyCount(word, count)),
    awaitChange: (words, values, again) =>
      void on('awaitChange', words[0] ?? -1, 0, 0, () => memory?.awaitChange(words, values, again)),
  };
}
