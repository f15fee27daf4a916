// What a scheduler decides, as plain data: which thread takes the next step, or whose wait times out.

/** Which thread takes the next step, and how. */
export interface Choice {
  readonly thread: number;
  /** `timeout`: the time limit of the thread's wait passes while it sleeps. */
  readonly kind: 'run' | 'timeout';
}

const CHOICES: Choice[] = [];

/** The number of a choice: twice the thread, plus one for a timeout. */
export function choiceCode(choice: Choice): number {
  return choice.thread * 2 + (choice.kind === 'timeout' ? 1 : 0);
}

/** The choice of that number; always the same object. */
export function choiceOf(code: number): Choice {
  for (let next = CHOICES.length; next <= code; next += 1) {
    CHOICES.push(Object.freeze({ thread: next >> 1, kind: (next & 1) === 1 ? 'timeout' : 'run' }));
  }
  return CHOICES[code] as Choice;
}

/** Whether two choices are the same. */
export function sameChoice(one: Choice, other: Choice): boolean {
  return one.thread === other.thread && one.kind === other.kind;
}
