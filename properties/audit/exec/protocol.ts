/**
 * The line protocol lwkt-port/1: what the checker asks and what a process answers, each a JSON object on a line of its own.
 * `docs/protocol.md` says what it means.
 */

import type { Promises } from '../../implementation.ts';
import type { Call, Program } from '../../programs/program.ts';
import { Fields, Unreadable } from '../../validate/fields.ts';

/** The name of the line protocol, and its version. */
export const PROTOCOL = 'lwkt-port/1';

/** How a process can be judged: the checker chooses its steps, or it runs a program by itself. */
export type Mode = 'steps' | 'runs';

/** A line to the process. */
export type Request =
  | { readonly do: 'hello'; readonly protocol: typeof PROTOCOL }
  | { readonly do: 'start'; readonly program: Program }
  | { readonly do: 'step'; readonly step: string }
  | { readonly do: 'save'; readonly as: number }
  | { readonly do: 'restore'; readonly saved: number }
  | { readonly do: 'forget'; readonly saved: number }
  | { readonly do: 'run'; readonly program: Program; readonly seed: number };

/** What a process says of itself. */
export interface Hello {
  readonly name: string;
  readonly modes: readonly Mode[];
  /** It takes `save`, `restore` and `forget`. */
  readonly saves: boolean;
  /** Calls that it does not have. */
  readonly missing: readonly Call['name'][];
  /** What it does not promise. */
  readonly promises: Partial<Promises>;
}

/** A step that can be taken. Steps with the same name, one after the other, are of the same thread or other agent. */
export interface Enabled {
  readonly step: string;
  /** The thread of the program that takes it; absent: something else does, an interrupt for example. */
  readonly thread?: number;
  /** What the step will do, in a few words. */
  readonly does?: string;
}

/** Where the process is, and what the step that led there has done. */
export interface Position {
  readonly enabled: readonly Enabled[];
  /** Equal texts, equal states: what may follow is the same. Absent: states cannot be told apart. */
  readonly state?: string;
  /** What the step has done, in a few words. */
  readonly did?: string;
  /** Events of the step, each as a line of lwkt-trace/1. */
  readonly events: readonly unknown[];
}

const ENABLED_MAX = 256;
const EVENTS_MAX = 1000;
const CALLS: readonly Call['name'][] = [
  ...(['initmsg', 'domsg', 'sendmsg', 'beginmsg', 'waitmsg'] as const),
  ...(['replymsg', 'getport', 'waitport', 'abortmsg', 'forwardmsg'] as const),
];
const MODES: readonly Mode[] = ['steps', 'runs'];
const PROMISES = ['refusals', 'storesSynchronousCode', 'timeLimits'] as const;

/** @throws Unreadable */
export function readHello(line: string): Hello {
  const fields = answer(line, `{"protocol":"${PROTOCOL}",...}`);
  if (fields.take('protocol') !== PROTOCOL) throw new Unreadable(`"protocol":"${PROTOCOL}"`);
  const name = text(fields, 'name', NAME_MAX);
  const modes = fields.list('modes', 'a list of modes', 2).map((mode) => oneOf(mode, MODES, 'modes'));
  if (modes.length === 0) throw new Unreadable('"modes" to name "steps", or "runs", or both');
  const saves = optionalTruth(fields, 'saves') ?? false;
  const missing = fields.has('missing')
    ? fields.list('missing', 'a list of calls', CALLS.length).map((call) => oneOf(call, CALLS, 'missing'))
    : [];
  const promises = fields.has('promises') ? readPromises(fields.take('promises')) : {};
  fields.finish();
  return { name, modes, saves, missing, promises };
}

function readPromises(value: unknown): Partial<Promises> {
  const fields = new Fields(value, '"promises" to be {"refusals":...}');
  const given = PROMISES.flatMap((promise) => {
    const kept = optionalTruth(fields, promise);
    return kept === undefined ? [] : [[promise, kept] as const];
  });
  fields.finish();
  return Object.fromEntries(given);
}

/** @param program how many threads there are @throws Unreadable */
export function readPosition(line: string, program: Program): Position {
  const fields = answer(line, '{"enabled":[...],...}');
  const enabled = fields.list('enabled', 'a list of steps', ENABLED_MAX).map((one) => readEnabled(one, program));
  if (new Set(enabled.map(({ step }) => step)).size < enabled.length) {
    throw new Unreadable('the steps that are enabled to have names of their own');
  }
  const events = fields.has('events') ? fields.list('events', 'a list of events', EVENTS_MAX) : [];
  const position = {
    enabled,
    events,
    ...(fields.has('state') ? { state: text(fields, 'state', Number.POSITIVE_INFINITY) } : {}),
    ...(fields.has('did') ? { did: text(fields, 'did', WORDS_MAX) } : {}),
  };
  fields.finish();
  return position;
}

function readEnabled(value: unknown, { threads }: Program): Enabled {
  const fields = new Fields(value, 'a step as {"step":...}');
  const enabled = {
    step: text(fields, 'step', NAME_MAX),
    ...(fields.has('thread') ? { thread: fields.integer('thread', 0, threads.length - 1) } : {}),
    ...(fields.has('does') ? { does: text(fields, 'does', WORDS_MAX) } : {}),
  };
  fields.finish();
  return enabled;
}

/** The answer to `save` and `forget`. @throws Unreadable */
export function readDone(line: string): void {
  const fields = answer(line, '{"done":true}');
  if (fields.take('done') !== true) throw new Unreadable('"done":true');
  fields.finish();
}

/** Whether a line ends the answer to `run`: the last of a trace, or an error. */
export function endsRun(line: string): boolean {
  return /"end"|"error"/.test(line) && !('thread' in keysOf(line));
}

/** What is wrong, in the words of the process, is passed on. */
export class Refused extends Error {}

/** @throws Refused */
export function refusal(line: string): void {
  if (!('error' in keysOf(line))) return;
  const fields = new Fields(line, '{"error":"..."}');
  throw new Refused(text(fields, 'error', WORDS_MAX));
}

function keysOf(line: string): object {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function answer(line: string, what: string): Fields {
  refusal(line);
  return new Fields(line, what);
}

const NAME_MAX = 60;
const WORDS_MAX = 200;

/** A text of one line that a terminal shows as it is. */
function text(fields: Fields, key: string, max: number): string {
  const value = fields.take(key);
  if (typeof value === 'string' && value !== '' && value.length <= max && !/\p{Cc}/u.test(value)) return value;
  const most = Number.isFinite(max) ? `, ${max} characters at most` : '';
  throw new Unreadable(`"${key}" to be a text without control characters${most}`);
}

function optionalTruth(fields: Fields, key: string): boolean | undefined {
  if (!fields.has(key)) return undefined;
  const value = fields.take(key);
  if (typeof value === 'boolean') return value;
  throw new Unreadable(`"${key}" to be true or false`);
}

function oneOf<T extends string>(value: unknown, names: readonly T[], key: string): T {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw new Unreadable(`"${key}" to name only ${names.join(', ')}`);
}
