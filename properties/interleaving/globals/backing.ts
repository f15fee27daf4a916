// What stands behind the look-alikes: the memory of the moment, and which of its words an element is.
import type { FullMemory } from '../memory.ts';
import { Cells } from './cells.ts';
import { type Element, Elements, type Value } from './elements.ts';
import { SetupMemory } from './setup-memory.ts';

/** A typed array over a look-alike buffer, as the checker sees it. */
export interface View {
  readonly element: Element;
  readonly buffer: number;
  /** In bytes. */
  readonly offset: number;
  readonly length: number;
}

/** The code under test did what the checker has no means to follow. The message says what to do instead. */
export class CannotCheck extends Error {}

export class Backing {
  cells: Cells = new Cells();
  readonly elements: Elements = new Elements();
  /** The first thing that was refused: the code under test may catch errors, and is not to get away with it. */
  refusal: CannotCheck | undefined;
  private memory: FullMemory = new SetupMemory([], []);
  private setup = false;
  private buffers = 0;

  get present(): FullMemory {
    return this.memory;
  }

  /** Forgets all elements, for another suite. */
  reset(): void {
    this.cells = new Cells();
    this.refusal = undefined;
  }

  /** Runs `body` with nothing shared yet: buffers are numbered from the first, and it may make some. */
  whileSettingUp<Result>(memory: FullMemory, body: () => Result): Result {
    this.buffers = 0;
    return this.running(memory, true, body);
  }

  /** Runs `body` on this memory. It makes no buffers. */
  on<Result>(memory: FullMemory, body: () => Result): Result {
    return this.running(memory, false, body);
  }

  /** The number of a new buffer. */
  newBuffer(): number {
    if (!this.setup) {
      this.refuse(
        'A SharedArrayBuffer was made outside of `setup`: while a thread ran, or while the file was loaded. Make all ' +
          'shared memory in `setup`.',
      );
    }
    this.buffers += 1;
    return this.buffers - 1;
  }

  read(view: View, index: number): Value | undefined {
    return index < view.length ? view.element.fromWord(this.memory.get(this.word(view, index))) : undefined;
  }

  /** As an assignment: converts first, and then ignores an index beyond the end. */
  write(view: View, index: number, value: unknown): void {
    const stored = view.element.toWord(value);
    if (index < view.length) this.memory.set(this.word(view, index), stored);
  }

  word({ buffer, offset, element }: View, index: number): number {
    const { bytes } = element;
    const overlap = this.cells.overlap(buffer, offset + index * bytes, bytes);
    if (overlap !== undefined) this.refuse(overlap);
    return this.cells.word(buffer, offset + index * bytes, bytes);
  }

  /** @throws CannotCheck */
  refuse(sentence: string): never {
    const refusal = new CannotCheck(sentence);
    this.refusal ??= refusal;
    throw refusal;
  }

  private running<Result>(memory: FullMemory, setup: boolean, body: () => Result): Result {
    const before = { memory: this.memory, setup: this.setup };
    this.memory = memory;
    this.setup = setup;
    try {
      return body();
    } finally {
      this.memory = before.memory;
      this.setup = before.setup;
    }
  }
}
