// Who has which messages, and how a batch of states lies in one: agreed between all threads of a search.
import type { Sizes } from '../../impl/index.ts';

/** Of each worker, for batches of states and for whatever else it has to say. */
const BATCHES = 8;
const NOTES = 4;
const EACH = BATCHES + NOTES;

const PAYLOAD_BYTES = 2 ** 17;

/** In 32-bit units; the states of a batch come after the header. */
export const BATCH_UNITS: number = PAYLOAD_BYTES / 4;
export const HEADER = { level: 0, count: 1, last: 2, reached: 3, size: 4, stops: 5 } as const;
export const HEADER_UNITS = 8;

/** The messages of a search. The workers are threads 0, 1, and so on; after them comes the thread that started them. */
export class Allotment {
  readonly workers: number;

  constructor(workers: number) {
    this.workers = workers;
  }

  get sizes(): Sizes {
    const { workers } = this;
    return { threads: workers + 1, messages: workers * EACH + workers + 1, payloadBytes: PAYLOAD_BYTES };
  }

  batchesOf(worker: number): number[] {
    return from(worker * EACH, BATCHES);
  }

  notesOf(worker: number): number[] {
    return from(worker * EACH + BATCHES, NOTES);
  }

  /** Of the thread that started the workers: one for each of them, and one to stop them. */
  get starter(): { readonly go: readonly number[]; readonly stop: number } {
    const first = this.workers * EACH;
    return { go: from(first, this.workers), stop: first + this.workers };
  }

  /** The thread whose message it is. */
  ownerOf(message: number): number {
    return Math.min(this.workers, Math.floor(message / EACH));
  }

  /** Whether it is one for a batch of states. */
  isBatch(message: number): boolean {
    return message < this.workers * EACH && message % EACH < BATCHES;
  }
}

function from(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => first + at);
}
