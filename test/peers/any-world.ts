// Small bounded systems of any shape: who owns which port, what begin functions decide, which calls are made where.
import fc from 'fast-check';
import type { Begin } from '../../model/index.ts';
import { NONE } from '../../model/index.ts';
import type { Agent, World } from '../../properties/model/index.ts';

const CODES = [0, 7];
const CALLS = [
  'initmsg',
  'domsg',
  'sendmsg',
  'beginmsg',
  'waitmsg',
  'getport',
  'waitport',
  'replymsg',
  'forwardmsg',
  'abortmsg',
];

const below = (length: number): number[] => Array.from({ length }, (_, index) => index);
const thread = (threads: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: threads - 1 });

/** The built-in ports, and perhaps one more, which may be dead: nothing queues there then. */
function owners(threads: number): fc.Arbitrary<number[]> {
  const more = fc.array(fc.oneof({ weight: 4, arbitrary: thread(threads) }, fc.constant(NONE)), { maxLength: 1 });
  return more.map((extra) => [...below(threads), ...extra]);
}

const begin = (live: readonly number[]): fc.Arbitrary<Begin> =>
  fc.record({
    completes: fc.subarray(CODES),
    queues: fc.subarray([...live]),
    replies: fc.subarray(CODES),
  });

function agent(ports: readonly number[]): fc.Arbitrary<Agent> {
  const some = fc.subarray([...ports]);
  const calls = fc.subarray(CALLS, { minLength: 5 });
  const nested = fc.subarray(CALLS, { minLength: 1, maxLength: 5 });
  return fc
    .record({
      calls,
      to: fc.subarray([...ports], { minLength: 1 }),
      forwardsTo: some,
      nested: fc.option(nested, { freq: 6 }),
    })
    .map(({ nested: within, ...others }) => (within === null ? others : { ...others, nested: within }));
}

export const anyWorld: fc.Arbitrary<World> = fc.integer({ min: 1, max: 3 }).chain((threads) =>
  owners(threads).chain((owned) => {
    const ports = below(owned.length);
    const live = ports.filter((port) => owned[port] !== NONE);
    return fc
      .record({
        begins: fc.tuple(...ports.map(() => begin(live))),
        originators: fc.array(thread(threads), { minLength: 1, maxLength: 2 }),
        codes: fc.subarray(CODES, { minLength: 1 }),
        agents: fc.tuple(...below(threads).map(() => agent(ports))),
      })
      .map(({ agents, ...constants }) => ({
        name: 'any world',
        bound: '',
        configuration: { threads, owners: owned, ...constants },
        agents,
      }));
  }),
);
