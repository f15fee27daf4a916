// A run of the model as lines a person can read: what was done, what it returned, and what changed.
import type { Action, Call, Configuration, Message, Parameters, Returned, State } from '../../model/index.ts';
import { copy, flagNames, init, NONE } from '../../model/index.ts';

/** One step of a counterexample. */
export interface TraceStep {
  readonly action: string;
  readonly p: Parameters;
  readonly returned: number | null | undefined;
  readonly after: State;
}

/**
 * Runs the actions again from the start. The last one may fail, as only a wrong model does: its state is as far as it
 * got.
 */
export function rerun(
  configuration: Configuration,
  moves: readonly { readonly action: Action; readonly p: Parameters }[],
): TraceStep[] {
  let state = init(configuration);
  return moves.map(({ action, p }) => {
    state = copy(state);
    let returned: Returned;
    try {
      returned = action.effect(configuration, state, p);
    } catch {
      returned = undefined;
    }
    return { action: action.name, p, returned: returned?.value, after: state };
  });
}

/** The lines of a run: two or more a step, the first saying who did what. */
export function renderTrace(configuration: Configuration, steps: readonly TraceStep[]): string[] {
  let before = init(configuration);
  return steps.flatMap((step, index) => {
    const lines = [
      `${index + 1}. ${renderStep(step)}`,
      ...renderChanges(before, step.after).map((line) => `     ${line}`),
    ];
    before = step.after;
    return lines;
  });
}

export function renderMove(name: string, p: Parameters): string {
  const named = [
    p.port === NONE ? '' : `port ${p.port}`,
    p.message === NONE ? '' : `message ${p.message}`,
    p.code === NONE ? '' : `code ${p.code}`,
  ];
  const who = p.thread === NONE ? 'by itself' : `thread ${p.thread}`;
  return `${who}: ${name}(${named.filter((part) => part !== '').join(', ')})`;
}

function renderStep({ action, p, returned }: TraceStep): string {
  const move = renderMove(action, p);
  if (returned === undefined) return move;
  const result = returned === null ? 'nothing' : `${returned}`;
  return `${move} → ${result}`;
}

function renderChanges(before: State, after: State): string[] {
  return [
    ...after.messages.flatMap((message, id) => renderMessage(before.messages[id], message, id)),
    ...after.ports.flatMap(({ queue, transit }, port) => [
      ...renderList(`port ${port} queue`, before.ports[port]?.queue ?? [], queue),
      ...renderList(`port ${port} transit`, before.ports[port]?.transit ?? [], transit),
    ]),
    ...after.threads.flatMap(({ calls }, thread) => {
      const [old, now] = [renderCalls(before.threads[thread]?.calls ?? []), renderCalls(calls)];
      return old === now ? [] : [`thread ${thread} is ${now}`];
    }),
  ];
}

function renderMessage(old: Message | undefined, now: Message, id: number): string[] {
  if (old === undefined) return [];
  const changes = [
    old.place === now.place ? '' : `${old.place} → ${now.place}`,
    old.flags === now.flags ? '' : `flags ${renderFlags(old.flags)} → ${renderFlags(now.flags)}`,
    old.error === now.error ? '' : `error ${old.error} → ${now.error}`,
    old.holder === now.holder ? '' : `held by ${renderThread(now.holder)}`,
    old.replyPort === now.replyPort ? '' : `reply port ${old.replyPort} → ${now.replyPort}`,
    old.abortRequest === now.abortRequest ? '' : `abort request ${now.abortRequest ? 'set' : 'cleared'}`,
  ].filter((change) => change !== '');
  return changes.length === 0 ? [] : [`message ${id}: ${changes.join(', ')}`];
}

const renderFlags = (flags: number): string => `{${flagNames(flags).join(',')}}`;

const renderThread = (thread: number): string => (thread === NONE ? 'nobody' : `thread ${thread}`);

function renderList(what: string, old: readonly number[], now: readonly number[]): string[] {
  const [from, to] = [old.join(' '), now.join(' ')];
  return from === to ? [] : [`${what}: [${from}] → [${to}]`];
}

function renderCalls(calls: readonly Call[]): string {
  if (calls.length === 0) return 'between calls';
  const what = ({ port, message }: Call): string => (message === NONE ? `port ${port}` : `message ${message}`);
  return `in ${calls.map((call) => `${call.name}(${what(call)})`).join(' > ')}`;
}
