/** The few accesses of a run that decide whether a wakeup is lost: who looks at what, who sets it, what the bits are then. */
import type { Access, Execution, Step } from '../../../properties/interleaving/index.ts';
import { fence, table } from '../markdown.ts';

/** A bit that is watched, and what it is called. */
export interface Bit {
  readonly word: string;
  readonly mask: number;
  readonly name: string;
}

export interface Watch {
  readonly bits: readonly Bit[];
  /** The word that the waiter sleeps on. */
  readonly sleepsOn: string;
  /** What an access does, in words; undefined: nothing that matters. */
  readonly tell: (access: Access, word: string) => string | undefined;
  /** The names of the threads, by number; the others are not told of. */
  readonly threads: readonly string[];
}

export interface Told {
  readonly step: number;
  readonly thread: number;
  readonly text: string;
  /** Set or clear, for each bit. */
  readonly bits: readonly boolean[];
}

/** Of an execution that was recorded. */
export function decisive(execution: Execution, watch: Watch): readonly Told[] {
  const { system, steps, prologue } = execution;
  const nameOf = (word: number): string => system.words?.(word) ?? `${word}`;
  const words = new Map([...system.memory].map((value, word) => [nameOf(word), value]));
  const apply = (accesses: readonly Access[]): void => {
    for (const { word, after } of accesses) if (word >= 0) words.set(nameOf(word), after);
  };
  const isSet = ({ word, mask }: Bit): boolean => ((words.get(word) ?? 0) & mask) !== 0;
  apply(prologue);
  return steps.flatMap((step, index) => {
    apply(step.accesses);
    const text = textOf(step, watch, nameOf);
    const { thread } = step.choice;
    if (text === undefined || watch.threads[thread] === undefined) return [];
    return [{ step: index + 1, thread, text, bits: watch.bits.map(isSet) }];
  });
}

function textOf({ accesses, asleepOn }: Step, watch: Watch, nameOf: (word: number) => string): string | undefined {
  if (asleepOn >= 0) return nameOf(asleepOn) === watch.sleepsOn ? 'sleeps' : undefined;
  const [atomic] = accesses;
  return atomic === undefined || atomic.word < 0 ? undefined : watch.tell(atomic, nameOf(atomic.word));
}

export function decisiveTable(told: readonly Told[], { bits, threads }: Watch): string {
  return table(
    ['step', 'thread', 'access', ...bits.map(({ name }) => name)],
    told.map(({ step, thread, text, bits: set }) => [
      step,
      threads[thread] ?? '',
      text,
      ...set.map((one) => (one ? 'set' : '·')),
    ]),
  );
}

/** The same as a sequence diagram: the threads to the left and to the right of the memory they share. */
export function decisiveDiagram(told: readonly Told[], { threads, sleepsOn }: Watch, memory: string): string {
  const [first = '', ...others] = threads.map((name, thread) => `participant thread${thread} as ${name}`);
  const lines = told.map(({ thread, text }) =>
    text === 'sleeps' ? `Note over thread${thread}: ${text} on ${sleepsOn}` : `thread${thread}->>memory: ${text}`,
  );
  const all = [first, `participant memory as ${memory}`, ...others, ...lines];
  return fence('mermaid', ['sequenceDiagram', ...all.map((line) => `  ${line}`)].join('\n'));
}
