/** A worker thread that looks at the suites of one file, with the look-alikes in place of its standard globals. */
import { parentPort, workerData } from 'node:worker_threads';
import { LookAlikes, withLookAlikes } from '../../interleaving/index.ts';
import { type Finding, type Look, type Looked, lookAt, SuiteError, suiteName, suitesIn } from '../../suites/index.ts';
import { milliseconds } from '../clock.ts';

export interface Order {
  readonly file: string;
  readonly look: Omit<Look, 'onProgress'>;
  /** Milliseconds since 1970. */
  readonly deadline: number;
}

export type Answer =
  | { readonly kind: 'progress'; readonly suite: string; readonly looked: Looked; readonly seconds: number }
  | { readonly kind: 'finding'; readonly suite: string; readonly finding: Finding; readonly seconds: number }
  | { readonly kind: 'done' }
  /** The file, or the code in it, cannot be checked. */
  | { readonly kind: 'unusable'; readonly message: string };

/** Milliseconds between two words of progress. */
const PROGRESS_INTERVAL_MS = 100;

async function run({ file, look, deadline }: Order): Promise<void> {
  const lookAlikes = new LookAlikes();
  await withLookAlikes(lookAlikes, async () => {
    for (const [suite, code] of await suitesIn(file)) {
      const begun = milliseconds();
      const seconds = (): number => (milliseconds() - begun) / 1000;
      let last = 0;
      const onProgress = (looked: Looked): boolean => {
        const now = milliseconds();
        if (now - last >= PROGRESS_INTERVAL_MS) {
          last = now;
          answer({ kind: 'progress', suite, looked, seconds: seconds() });
        }
        return now < deadline;
      };
      const finding = attempt(suiteName(file, suite), () =>
        lookAt(code, file, suite, lookAlikes, { ...look, onProgress }),
      );
      answer({ kind: 'finding', suite, finding, seconds: seconds() });
    }
  });
}

/** What goes wrong here is the code's: it is not deterministic, has no end, or does what cannot be followed. */
function attempt(name: string, body: () => Finding): Finding {
  try {
    return body();
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new SuiteError(`${name} cannot be checked: ${what}`);
  }
}

function answer(message: Answer): void {
  parentPort?.postMessage(message);
}

run(workerData as Order).then(
  () => answer({ kind: 'done' }),
  (error: unknown) => {
    if (!(error instanceof SuiteError)) throw error;
    answer({ kind: 'unusable', message: error.message });
  },
);
