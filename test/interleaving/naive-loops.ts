// The second oracle of the search for loops: the same systems run by an interpreter of a few lines, and loops judged by
// the very definition. A walk from a state back to itself, with what it has met on the way kept beside each state: no
// components, nothing shared with the engine.
import type { Line, Thread } from './looping-systems.ts';

interface At {
  readonly call: number;
  readonly line: number;
  /** Rounds of the whole code take turns to be 0 and 1; and what was read in the call: the engine tells them apart, too. */
  readonly round: number;
  readonly read: string;
  readonly sleep: 'awake' | 'asleep' | 'woken';
}

interface State {
  readonly memory: readonly number[];
  readonly threads: readonly (At | 'finished')[];
  /** Those asleep, in the order of their arrival. */
  readonly queue: readonly number[];
}

interface Edge {
  readonly thread: number;
  readonly completes: boolean;
  readonly to: number;
}

/** What is true of a system by definition. */
export interface Truth {
  readonly states: number;
  /** Nothing can move in some state, and a thread has not finished that has to. */
  readonly stuck: boolean;
  /** By thread, the fewest steps to a fair loop in which no call of anybody ends; Infinity where there is none. */
  readonly nobody: readonly number[];
  /** The same, where none of the thread ends. */
  readonly itself: readonly number[];
  /** Loops that are not fair, and in which no call of a thread ends: what the search must pass over. */
  readonly unfair: boolean;
}

/** Undefined: more states than `most`. */
export function truthOf(threads: readonly Thread[], most: number): Truth | undefined {
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const distance: number[] = [];
  const number = (state: State, steps: number): number => {
    const key = JSON.stringify(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    distance.push(steps);
    return states.push(state) - 1;
  };
  number(
    {
      memory: [0, 0],
      threads: threads.map(() => ({ call: 0, line: 0, round: 0, read: '', sleep: 'awake' })),
      queue: [],
    },
    0,
  );
  const edges: Edge[][] = [];
  for (let at = 0; at < states.length; at += 1) {
    if (states.length > most) return undefined;
    const steps = (distance[at] ?? 0) + 1;
    edges.push(
      threads.flatMap((_, thread) => {
        const after = stepOf(threads, states[at] as State, thread);
        return after === undefined ? [] : [{ thread, completes: after.completes, to: number(after.state, steps) }];
      }),
    );
  }
  const everyone = threads.map((_, thread) => thread);
  const mustFinish = (state: number, thread: number): boolean =>
    states[state]?.threads[thread] !== 'finished' && threads[thread]?.daemon !== true;
  const nearest = (thread: number, ends: (edge: Edge) => boolean, fair: boolean): number => {
    const starts = [...states.keys()].filter((state) => mustFinish(state, thread));
    const found = starts.filter((state) => hasLoop(edges, state, fair ? everyone : [], ends));
    return Math.min(Number.POSITIVE_INFINITY, ...found.map((state) => distance[state] ?? 0));
  };
  const itself = everyone.map((thread) => nearest(thread, (edge) => edge.completes && edge.thread === thread, true));
  return {
    states: states.length,
    stuck: edges.some((out, state) => out.length === 0 && everyone.some((thread) => mustFinish(state, thread))),
    nobody: everyone.map((thread) => nearest(thread, ({ completes }) => completes, true)),
    itself,
    unfair: everyone.some(
      (thread) =>
        itself[thread] === Number.POSITIVE_INFINITY &&
        nearest(thread, (edge) => edge.completes && edge.thread === thread, false) < Number.POSITIVE_INFINITY,
    ),
  };
}

/** Is there a walk of at least one step from the state to itself, without edges that end something, and fair to all? */
function hasLoop(
  edges: readonly (readonly Edge[])[],
  start: number,
  everyone: readonly number[],
  ends: (edge: Edge) => boolean,
): boolean {
  const unable = (state: number): number[] =>
    everyone.filter((thread) => edges[state]?.every((edge) => edge.thread !== thread) === true);
  const met = (threads: readonly number[]): number => threads.reduce((mask, thread) => mask | (1 << thread), 0);
  const all = met(everyone);
  const first = [start, met(unable(start))] as const;
  const seen = new Set<string>();
  const work: (readonly [number, number])[] = [first];
  for (let pair = work.pop(); pair !== undefined; pair = work.pop()) {
    const [state, mask] = pair;
    for (const edge of edges[state] ?? []) {
      if (ends(edge)) continue;
      const turn = everyone.includes(edge.thread) ? [edge.thread] : [];
      const after = mask | met(turn) | met(unable(edge.to));
      if (edge.to === start && after === all) return true;
      const key = `${edge.to} ${after}`;
      if (seen.has(key)) continue;
      seen.add(key);
      work.push([edge.to, after]);
    }
  }
  return false;
}

function stepOf(
  threads: readonly Thread[],
  state: State,
  thread: number,
): { readonly state: State; readonly completes: boolean } | undefined {
  const at = state.threads[thread];
  const line = at === undefined || at === 'finished' ? undefined : threads[thread]?.calls[at.call]?.[at.line];
  if (at === undefined || at === 'finished' || line === undefined) return undefined;
  const [name, word, value] = line;
  const was = state.memory[word] ?? 0;
  const goOn = (read: string | number = '', change: Partial<State> = {}): ReturnType<typeof stepOf> =>
    advance(threads, { ...state, ...change }, thread, `${at.read}${read}`);
  const again = { ...at, line: 0, read: '' } as const;
  if (at.sleep === 'woken') return goOn('ok');
  if (at.sleep === 'asleep') {
    return name === 'sleepFor'
      ? goOn('timed out', { queue: state.queue.filter((other) => other !== thread) })
      : undefined;
  }
  switch (name) {
    case 'is':
      if (was === value) return goOn();
      return { state: { ...state, threads: state.threads.with(thread, again) }, completes: false };
    case 'take':
      if (was === 0) return goOn('', { memory: state.memory.with(word, 1) });
      return { state: { ...state, threads: state.threads.with(thread, again) }, completes: false };
    case 'store':
      return goOn('', { memory: state.memory.with(word, value) });
    case 'exchange':
      return goOn(was, { memory: state.memory.with(word, value) });
    case 'until':
      return was === value ? undefined : goOn();
    case 'sleep':
    case 'sleepFor': {
      if (was !== value) return goOn('not equal');
      const asleep = { ...at, sleep: 'asleep' } as const;
      const sleeping = { threads: state.threads.with(thread, asleep), queue: [...state.queue, thread] };
      return { state: { ...state, ...sleeping }, completes: false };
    }
    case 'notify':
    case 'notifyOne':
      return goOn('', wake(threads, state, word, name === 'notify' ? Number.POSITIVE_INFINITY : 1));
  }
}

function wake(threads: readonly Thread[], state: State, word: number, limit: number): Partial<State> {
  const sleepsOn = (thread: number): number => lineOf(threads, state, thread)?.[1] ?? -1;
  const woken = state.queue.filter((thread) => sleepsOn(thread) === word).slice(0, limit);
  return {
    queue: state.queue.filter((thread) => !woken.includes(thread)),
    threads: state.threads.map((at, thread) =>
      at !== 'finished' && woken.includes(thread) ? { ...at, sleep: 'woken' } : at,
    ),
  };
}

function lineOf(threads: readonly Thread[], state: State, thread: number): Line | undefined {
  const at = state.threads[thread];
  return at === undefined || at === 'finished' ? undefined : threads[thread]?.calls[at.call]?.[at.line];
}

/** The thread is through with its line. */
function advance(threads: readonly Thread[], state: State, thread: number, read: string): ReturnType<typeof stepOf> {
  const at = state.threads[thread];
  const code = threads[thread];
  if (at === undefined || at === 'finished' || code === undefined) return undefined;
  const completes = at.line + 1 === code.calls[at.call]?.length;
  const last = completes && at.call + 1 === code.calls.length;
  const call = completes ? (last ? 0 : at.call + 1) : at.call;
  const round = last ? 1 - at.round : at.round;
  const place = {
    call,
    line: completes ? 0 : at.line + 1,
    round,
    read: completes ? '' : read,
    sleep: 'awake',
  } as const;
  const next = last && !code.forever ? 'finished' : place;
  return { state: { ...state, threads: state.threads.with(thread, next) }, completes };
}
