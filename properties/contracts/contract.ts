/**
 * What the message ports promise beside what a program of the model can show: how misuse leaves memory, who gets what two
 * threads claim at once, how often one looks, sleeps and wakes. Each contract is a small system or a few calls, and says what
 * is broken, if something is.
 */
import type * as impl from '../../impl/index.ts';
import type { ErrorCode } from '../../impl/index.ts';
import type { claim } from '../../impl/system.ts';
import type { ClauseId } from '../../model/index.ts';

/** The message ports as modules: as they are, or with a change in them. */
export type Parts = Pick<
  typeof impl,
  'AtomicsMemory' | 'attach' | 'createSystem' | 'format' | 'join' | 'Layout' | 'Payloads' | 'Thread'
> & { readonly claim: typeof claim };

export interface Contract {
  readonly name: string;
  /** The clause that speaks of it. */
  readonly clause: ClauseId;
  /** What is promised, as a sentence. */
  readonly promises: string;
  /** Tries it. @throws Breach, or whatever the ports throw */
  readonly attempt: (parts: Parts) => void;
}

/** It is not as promised. The message says what is instead. */
export class Breach extends Error {}

/** A call does not come to its end. */
export class Endless extends Breach {
  constructor() {
    super('a call does not come to its end');
  }
}

/** @throws Breach */
export function hold(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Breach(otherwise);
}

/** @throws Breach */
export function same(what: string, found: unknown, expected: unknown): void {
  hold(Object.is(found, expected), `${what} is ${String(found)}, not ${String(expected)}`);
}

/** What is broken, as a sentence; undefined: nothing. */
export function breachOf({ attempt }: Contract, parts: Parts): string | undefined {
  try {
    attempt(parts);
    return undefined;
  } catch (error) {
    if (error instanceof Breach) return error.message;
    return `unexpectedly it threw: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The code that a call is refused with; undefined: it was not. Lets pass what is no refusal. */
export function refusalOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  }
}

/** It is refused with this code, in a sentence that says so much. @throws Breach */
export function refused(what: string, call: () => unknown, code: ErrorCode, ...says: readonly string[]): void {
  let sentence = 'it is not refused';
  const found = refusalOf(() => {
    try {
      call();
    } catch (error) {
      sentence = String(error);
      throw error;
    }
  });
  const told = says.every((part) => sentence.includes(part));
  hold(found === code && told, `${what} is not refused with ${[code, ...says].join(', ')}: ${sentence}`);
}
