// How runs end that end well: who has returned from all calls, and who is still waiting, as it may.
import type { RunState } from './run-state.ts';
import { threadAt, threadName } from './system.ts';

/** A thread that waits in a state in which nothing can move. */
export interface Waiting {
  readonly thread: string;
  readonly how: 'asleep' | 'spinning';
  /** A daemon may wait for ever. Any other thread does so only where the monitor judges that it may. */
  readonly daemon: boolean;
}

/** States in which nothing can move and nothing is wrong, with the same threads waiting in them. */
export interface EndStates {
  readonly states: number;
  /** Empty: all threads have finished. */
  readonly waiting: readonly Waiting[];
}

/** Counts end states by who waits in them. */
export class EndStateCounts {
  private readonly counts = new Map<string, { states: number; readonly waiting: readonly Waiting[] }>();

  /** The state that the run is in. */
  add(run: RunState): void {
    const { system } = run.program;
    const waiting = [...system.threads.keys()]
      .filter((thread) => !run.finished(thread))
      .map((thread): Waiting => {
        const how = run.asleepOn(thread) < 0 ? 'spinning' : 'asleep';
        return { thread: threadName(system, thread), how, daemon: threadAt(system, thread).daemon === true };
      });
    this.count({ states: 1, waiting });
  }

  /** So many more with these waiting. */
  count({ states, waiting }: EndStates): void {
    const key = JSON.stringify(waiting);
    const known = this.counts.get(key);
    if (known === undefined) this.counts.set(key, { states, waiting });
    else known.states += states;
  }

  /** Those with the fewest waiting first, in whatever order they were met. */
  all(): EndStates[] {
    return [...this.counts]
      .sort(([one, a], [other, b]) => a.waiting.length - b.waiting.length || (one < other ? -1 : 1))
      .map(([, counted]) => counted);
  }
}

/** `3 end states: all calls returned; server asleep as it may.` Empty where there are none. */
export function endStatesText(ends: readonly EndStates[]): string {
  const total = ends.reduce((sum, { states }) => sum + states, 0);
  if (total === 0) return '';
  const head = `${total} end ${total === 1 ? 'state' : 'states'}:`;
  if (ends.length === 1) return `${head} ${endText(ends[0]?.waiting ?? [], '; ')}.`;
  return `${head} ${ends.map(({ states, waiting }) => `${states} with ${endText(waiting, ', ')}`).join('; ')}.`;
}

function endText(waiting: readonly Waiting[], separator: string): string {
  const idle = waiting.filter(({ daemon }) => daemon);
  const others = waiting.filter(({ daemon }) => !daemon);
  const returned = others.length === 0 ? 'all calls returned' : 'all other calls returned';
  return [returned, ...perHow(others, 'as the monitor allows'), ...perHow(idle, 'as it may')].join(separator);
}

function perHow(waiting: readonly Waiting[], why: string): string[] {
  return (['asleep', 'spinning'] as const).flatMap((how) => {
    const names = waiting.filter((one) => one.how === how).map(({ thread }) => thread);
    if (names.length === 0) return [];
    const may = why === 'as it may' && names.length > 1 ? 'as they may' : why;
    return [`${names.join(' and ')} ${how} ${may}`];
  });
}
