/** A worker thread of the check: runs the jobs it is given, one after the other. */
import { parentPort } from 'node:worker_threads';
import { contextOf, type Row, type Settings, sectionNamed } from '../check/index.ts';
import { milliseconds, seconds } from './clock.ts';

export interface Order {
  readonly section: string;
  readonly job: string;
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly deadline: number;
}

export type Answer =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

/** Milliseconds between two words of progress. */
const PROGRESS_INTERVAL_MS = 100;

parentPort?.on('message', (order: Order) => {
  run(order).then(
    () => answer({ kind: 'done' }),
    (error: unknown) => answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});

async function run({ section: name, job, settings, deadline }: Order): Promise<void> {
  const section = sectionNamed(name);
  let last = 0;
  const context = contextOf(
    { section, name: job },
    {
      settings,
      now: seconds,
      expired: () => milliseconds() >= deadline,
      emit: (row) => answer({ kind: 'row', row }),
      progress: (text) => {
        if (milliseconds() - last < PROGRESS_INTERVAL_MS) return;
        last = milliseconds();
        answer({ kind: 'progress', text });
      },
    },
  );
  await section.run(job, context);
}

function answer(message: Answer): void {
  parentPort?.postMessage(message);
}
