/**
 * A token: one counterexample as one word that can be pasted.
 *
 * It carries all that a replay needs as plain data: the implementation by name, the program, the schedule; and what it
 * takes to notice that the code has changed since: fingerprints, and a digest of the operation of each step. JSON, deflated
 * with a dictionary of the words that every token has, as base64url. The number in the prefix changes with the format or
 * the dictionary.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Fingerprints, packFingerprints, unpackFingerprints } from '../fingerprints/index.ts';
import type { History } from '../history/history.ts';
import type { Promises } from '../implementation.ts';
import type { Choice, Loop } from '../interleaving/index.ts';
import type { Program } from '../programs/program.ts';

/** A run of a program on an implementation. */
export interface RunToken {
  readonly v: 2;
  readonly kind: 'run';
  /** Version of the package that made it. */
  readonly version: string;
  /** Of what it was found with, to say later what has changed since. */
  readonly fingerprints: Fingerprints;
  readonly implementation: string;
  readonly program: Program;
  /** What was violated. */
  readonly violation: string;
  /** Thread numbers in turn, each with how many steps it takes; negative numbers: time limits that pass. */
  readonly schedule: readonly (readonly [code: number, steps: number])[];
  /** What comes after the schedule again and again, where a call never ends. */
  readonly loop?: PackedLoop;
  /** One character a step. */
  readonly digest: string;
  /** The implementation that does not show what this run shows; then nothing else need be violated. */
  readonly against?: string;
}

/** The steps of a loop as those of a schedule, and the thread whose call never ends; -1: the monitor says what does not. */
export interface PackedLoop {
  readonly steps: RunToken['schedule'];
  readonly thread: number;
}

/** A violation of the model itself: found again by exploring the configuration again. */
export interface ModelToken {
  readonly v: 2;
  readonly kind: 'model';
  readonly version: string;
  readonly fingerprints: Fingerprints;
  readonly configuration: string;
  /** The mutated model; absent: the model as it is. */
  readonly fault?: string;
  readonly violation: string;
}

/** What was seen on real threads, and cannot be: judged again. */
export interface HistoryToken {
  readonly v: 2;
  readonly kind: 'history';
  readonly version: string;
  readonly fingerprints: Fingerprints;
  readonly history: History;
  readonly violation: string;
}

/** A run of somebody's suite: code in a file, which is loaded again. */
export interface SuiteToken {
  readonly v: 2;
  readonly kind: 'suite';
  readonly version: string;
  readonly fingerprints: Fingerprints;
  /** Path of the file, from the directory that the command ran in. */
  readonly file: string;
  /** Its name in the file; empty where the file is one suite. */
  readonly suite: string;
  readonly violation: string;
  readonly schedule: RunToken['schedule'];
  readonly loop?: PackedLoop;
  readonly digest: string;
}

/** What a process has shown that cannot be. */
export interface ExternalToken {
  readonly v: 2;
  readonly kind: 'external';
  readonly version: string;
  readonly fingerprints: Fingerprints;
  /** It is never run because a token says so: whoever replays it has to give it, too. */
  readonly command: string;
  readonly program: Program;
  /** The clause. */
  readonly violation: string;
  /** The schedule: names of steps, each with how often it is taken in a row. Or the history that it has made by itself. */
  readonly shown:
    | { readonly steps: readonly (readonly [step: string, times: number])[]; readonly round?: true }
    | (Omit<History, 'program'> & { readonly seed: number; readonly promises: Partial<Promises> });
}

/** What a token carries: a run of an implementation, of the model, of a suite, of a process, or a history. */
export type Token = RunToken | ModelToken | HistoryToken | SuiteToken | ExternalToken;

/** What was given is no token, or a damaged one. The message is a sentence for the person who gave it. */
export class TokenError extends Error {}

const FORMAT = 2;
const PREFIX = `lwkt${FORMAT}-`;
const PATTERN = /lwkt(\d+)-([A-Za-z0-9_-]*)/;

// Later is cheaper: deflate prefers near matches.
const DICTIONARY = Buffer.from(
  [
    '"configuration":"fault":{"does":"queue""complete","decide""block","begin":{"does":"reply","code":5}',
    '{"id":"1.0","call":"waitport","port":2,"times":"forever","serve":{"forward":3,"ask":{"port":2,"message":1}',
    '{"id":"0.3","call":"replymsg","initmsg","getport","times":1,"serve":{"reply":7}},"timeout":true',
    '{"id":"0.2","call":"forwardmsg","beginmsg","abortmsg","port":1,"message":0},{"id":"0.1","call":"waitmsg","message":0}',
    '{"id":"0.0","call":"sendmsg","port":2,"message":1},{"id":"0.0","call":"domsg","port":1,"message":0}],',
    '[{"id":"1.0","call":"waitport","port":1,"times":"forever","serve":{"reply":7}}]],',
    '"ports":[{"owner":0},{"owner":1},{"owner":2}],"messages":[0,1],"payload":true,"attempts":1}',
    '"violation":"lost-wakeup""refinement""race""deadlock""livelock""threw","schedule":[[0,5],[1,4],[0,2]],"digest":"',
    '","loop":{"steps":[[0,3]],"thread":0},"prints":"","seal":"',
    '{"v":2,"kind":"run","version":"0.1.0","implementation":"impl","program":{"threads":[[{"id":"0.0","call":"',
  ].join(''),
);

/** A token as one word of text, compressed and sealed against slips. */
export function encode(token: Token): string {
  const { fingerprints, ...rest } = token;
  const packed = { ...rest, prints: packFingerprints(fingerprints) };
  const sealed = { ...packed, seal: seal(packed) };
  const bytes = deflateRawSync(JSON.stringify(sealed), { level: 9, dictionary: DICTIONARY });
  return PREFIX + bytes.toString('base64url');
}

/** The first token in a text. @throws TokenError */
export function decode(text: string): Token {
  const [word, format, body = ''] = PATTERN.exec(text) ?? [];
  if (word === undefined) throw new TokenError(`There is no token here: a token begins with "${PREFIX}".`);
  if (`lwkt${format}-` !== PREFIX) {
    throw new TokenError(
      `This token has format ${format}; this version of lwkt reads format ${FORMAT} only: make it again with a check.`,
    );
  }
  const { seal: sealed, ...packed } = parse(body);
  if (sealed !== seal(packed)) {
    throw new TokenError('This token is damaged: its parts do not belong together. Was all of it copied?');
  }
  const { prints, ...rest } = packed;
  return { ...rest, fingerprints: unpackFingerprints(String(prints ?? '')) } as unknown as Token;
}

function parse(body: string): Record<string, unknown> {
  try {
    const bytes = Buffer.from(body, 'base64url');
    const json = inflateRawSync(bytes, { dictionary: DICTIONARY, maxOutputLength: 1 << 24 });
    const data: unknown = JSON.parse(json.toString());
    // The last character may have bits that are not read.
    if (bytes.toString('base64url') === body && typeof data === 'object' && data !== null)
      return data as Record<string, unknown>;
  } catch {
    // Whatever is wrong with it, the person can do one thing: copy it again.
  }
  throw new TokenError('This token is damaged: it cannot be unpacked. Was all of it copied?');
}

/** FNV-1a over the parts: against slips of the hand, not against malice. */
function seal(packed: Readonly<Record<string, unknown>>): string {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify(packed)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** Choices as runs of one thread. */
export function packChoices(choices: readonly Choice[]): RunToken['schedule'] {
  const runs: [number, number][] = [];
  for (const { thread, kind } of choices) {
    const code = kind === 'timeout' ? -1 - thread : thread;
    const last = runs.at(-1);
    if (last !== undefined && last[0] === code) last[1] += 1;
    else runs.push([code, 1]);
  }
  return runs;
}

export function packLoop({ choices, thread }: Loop): PackedLoop {
  return { steps: packChoices(choices), thread };
}

export function unpackLoop({ steps, thread }: PackedLoop): Loop {
  return { choices: unpackChoices(steps), thread };
}

export function unpackChoices(schedule: RunToken['schedule']): Choice[] {
  return schedule.flatMap(([code, steps]) => {
    const choice: Choice = code < 0 ? { thread: -1 - code, kind: 'timeout' } : { thread: code, kind: 'run' };
    return Array.from({ length: steps }, () => choice);
  });
}

/** Names of steps, those in a row together. */
export function packNames(names: readonly string[]): [string, number][] {
  const packed: [string, number][] = [];
  for (const name of names) {
    const last = packed.at(-1);
    if (last !== undefined && last[0] === name) last[1] += 1;
    else packed.push([name, 1]);
  }
  return packed;
}

export function unpackNames(packed: readonly (readonly [string, number])[]): string[] {
  return packed.flatMap(([name, times]) => Array.from({ length: times }, () => name));
}
