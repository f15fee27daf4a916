// A process that does not do what it should: one sentence within a bound, and nothing of it is left.
import { describe, expect, it } from 'vitest';
import { type LineProcess, Peer } from '../../properties/audit/exec/index.ts';
import { Closed, ExternalError } from '../../properties/audit/exec/process.ts';
import { build } from '../../properties/index.ts';
import { alive, gone } from './left-behind.ts';

/** Where it is this that runs out. */
const LITTLE_MS = 400;
const ENOUGH_MS = 10_000;
const HELLO = `read l; echo '{"protocol":"lwkt-port/1","name":"x","modes":["steps","runs"],"saves":true}'; read l; `;
const POSITION = `echo '{"enabled":[{"step":"a","thread":0}],"state":"s"}'; `;
const PROGRAM = build.program([[build.getport(0)]], { messages: [] });

/** Asks for what the script is to answer. */
async function asking(script: string, ask: (peer: Peer) => Promise<unknown>, patienceMs = ENOUGH_MS): Promise<Error> {
  let process: LineProcess | undefined;
  let caught: unknown;
  try {
    const onStart = (started: LineProcess): void => {
      process = started;
    };
    const peer = await Peer.start({ command: script, patienceMs, onStart });
    await ask(peer);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(ExternalError);
  expect(await gone(process?.pid ?? -1)).toBe(true);
  await process?.close();
  return caught as Error;
}

const start = (peer: Peer): Promise<unknown> => peer.start(PROGRAM);
const step = async (peer: Peer): Promise<unknown> => {
  await peer.start(PROGRAM);
  return peer.move({ do: 'step', step: 'a' });
};
const run = (peer: Peer): Promise<unknown> => peer.run(PROGRAM, 1);

const WRONG: readonly (readonly [string, string, (peer: Peer) => Promise<unknown>, string])[] = [
  ['is not there', 'exec no-such-command-here', start, 'ended with exit code 127. Its last words on standard error: '],
  ['dies at once', 'exit 3', start, 'ended with exit code 3.'],
  [
    'dies when it is asked',
    `${HELLO}${POSITION}read l; echo no luck >&2; exit 4`,
    step,
    'code 4. Its last words on standard error: no luck',
  ],
  ['is killed', `${HELLO}kill -9 $$`, start, 'was ended by SIGKILL.'],
  ['says nothing', 'exec sleep 1000', start, 'did not answer within 0.4 s; --patience gives it more.'],
  ['says nothing any more', `${HELLO}${POSITION}exec sleep 1000`, step, 'did not answer within 0.4 s'],
  ['closes its output', `${HELLO}exec >&-; sleep 1000`, start, 'did not answer within 0.4 s'],
  ['has started others', `${HELLO}sleep 1000 & sleep 1000`, start, 'did not answer within 0.4 s'],
  ['leaves others behind', `${HELLO}sleep 1000 & exit 5`, start, 'ended with exit code 5.'],
  ['takes no signal', `trap '' TERM INT HUP; ${HELLO}while :; do sleep 1; done`, start, 'did not answer within 0.4 s'],
  ['floods a line', `${HELLO}tr '\\0' x </dev/zero`, start, 'wrote a line of more than 4194304 characters.'],
  ['floods with lines', `${HELLO}${POSITION}yes`, step, 'wrote a line without being asked: y.'],
  ['floods a trace', `${HELLO}yes "$(printf '%8000s' x)"`, run, 'answered with more than 16777216 characters.'],
  [
    'floods its errors',
    `${HELLO}yes >&2`,
    start,
    'did not answer within 0.4 s; --patience gives it more. Its last words on standard error: y',
  ],
  [
    'speaks unasked',
    `echo hello; sleep 1000`,
    start,
    'answered "hello" with hello, but expected was {"protocol":"lwkt-port/1",...}.',
  ],
  [
    'writes no JSON',
    `${HELLO}echo what; sleep 1000`,
    start,
    'answered "start" with what, but expected was {"enabled":[...],...}.',
  ],
  [
    'writes an object of its own',
    `${HELLO}echo '{"enabled":[],"colour":"red"}'`,
    start,
    'but expected was no "colour" here.',
  ],
  [
    'writes what a terminal obeys',
    `${HELLO}printf '\\033[31m\\n'; sleep 1000`,
    start,
    'answered "start" with ?[31m, but',
  ],
  [
    'names two steps alike',
    `${HELLO}echo '{"enabled":[{"step":"a"},{"step":"a"}]}'`,
    start,
    'to have names of their own',
  ],
  ['names a thread that there is not', `${HELLO}echo '{"enabled":[{"step":"a","thread":1}]}'`, start, '"thread":0'],
  ['refuses', `${HELLO}echo '{"error":"not today"}'; sleep 1000`, start, 'refused "start": not today.'],
  ['refuses to run', `${HELLO}echo '{"error":"not today"}'; sleep 1000`, run, 'refused "run": not today.'],
  [
    'speaks another protocol',
    `read l; echo '{"protocol":"lwkt-port/9"}'; sleep 1000`,
    start,
    'expected was "protocol":"lwkt-port/1".',
  ],
  [
    'knows another mode',
    `read l; echo '{"protocol":"lwkt-port/1","name":"x","modes":["leaps"]}'`,
    start,
    '"modes" to name only steps, runs',
  ],
];

describe('a process that', () => {
  it.for(WRONG)('%s', { timeout: 20_000 }, async ([, script, ask, sentence]) => {
    const patienceMs = sentence.includes('did not answer') ? LITTLE_MS : ENOUGH_MS;
    const error = await asking(script, ask, patienceMs);
    expect(error.message).toContain('The process "');
    expect(error.message).toContain(sentence);
    expect(error.message.split('\n')).toHaveLength(1);
  });
});

it('the same answer is given to all that is asked afterwards', async () => {
  let errors: unknown[] = [];
  await asking(`${HELLO}exit 6`, async (peer) => {
    const asked = [start(peer), start(peer), start(peer)];
    errors = (await Promise.allSettled(asked)).map((one) => (one as PromiseRejectedResult).reason as unknown);
    return peer.start(PROGRAM);
  });
  expect(new Set(errors).size).toBe(1);
});

describe('a process is closed', () => {
  const opened = async (script: string): Promise<[Peer, number]> => {
    let group = -1;
    const onStart = ({ pid = -1 }: LineProcess): void => {
      group = pid;
    };
    const peer = await Peer.start({ command: script, patienceMs: 5000, onStart });
    expect(alive(group).length).toBeGreaterThan(0);
    return [peer, group];
  };

  it.for([
    ['that ends with its input', `${HELLO}exit 0`],
    ['that does not', `${HELLO}trap '' TERM HUP; while :; do sleep 1; done`],
    ['that has started others', `${HELLO}sleep 1000 & sleep 1000`],
  ] as const)('%s', async ([, script]) => {
    const [peer, group] = await opened(script);
    await peer.close();
    expect(await gone(group)).toBe(true);
  });

  it('while it is asked', async () => {
    const [peer, group] = await opened(`${HELLO}sleep 1000`);
    const asked = peer.start(PROGRAM).catch((error: unknown) => error);
    await peer.close();
    expect(await asked).toBeInstanceOf(Closed);
    expect(await gone(group)).toBe(true);
  });
});
