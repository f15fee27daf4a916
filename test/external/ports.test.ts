// Two implementations in Python: one that is right, and one with the lost wakeup of 2003. Every way of searching finds the
// same, and the naive one counts the same.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  atRandom,
  type Explored,
  exploreStates,
  inOrder,
  type LineProcess,
  Peer,
  run,
  shrink,
  Walk,
} from '../../properties/audit/exec/index.ts';
import { dialectOf } from '../../properties/audit/held.ts';
import { whyLeftOut } from '../../properties/audit/index.ts';
import { type Program, SCENARIOS } from '../../properties/index.ts';
import { Random } from '../../properties/interleaving/random.ts';
import { gone } from './left-behind.ts';
import { PYTHON, ports, WITHOUT_PYTHON } from './python.ts';

const started: LineProcess[] = [];
const speaking = (command: string): Promise<Peer> =>
  Peer.start({ command, patienceMs: 20_000, onStart: (process) => started.push(process) });

afterEach(async () => {
  for (const process of started.splice(0)) {
    await process.close();
    expect(await gone(process.pid ?? -1)).toBe(true);
  }
});

function program(name: string): Program {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`there is no scenario ${name}`);
  return found.program;
}

const ONE = program('one domsg');
const forEver = { onProgress: () => true };

function everyState(peer: Peer, what: Program): Promise<Explored> {
  return exploreStates(peer, what, { dialect: dialectOf(peer.hello), maxStates: 100_000, ...forEver });
}

/** The ports with a few lines changed. */
function changed(lines: string): string {
  const script = `import sys\nsys.path.insert(0, "test/external")\nfrom ports import *\nclass Changed(Ports):\n${lines}\nProtocol(Changed, "changed", sys.argv).serve()`;
  return `${PYTHON} -c '${script}'`;
}

interface Naive {
  readonly schedules: number;
  readonly states: ReadonlySet<string>;
  readonly wrong: number;
}

/** Every schedule from the start, one after another; nothing is matched, nothing is saved. */
async function naive(peer: Peer, what: Program): Promise<Naive> {
  const states = new Set<string>();
  let [schedules, wrong] = [0, 0];
  const go = async (schedule: readonly string[]): Promise<void> => {
    const walk = await Walk.start(peer, what, dialectOf(peer.hello));
    for (const step of schedule) await walk.take(step);
    states.add(walk.state ?? '');
    for (const { step } of walk.enabled) await go([...schedule, step]);
    if (walk.enabled.length > 0) return;
    schedules += 1;
    wrong += walk.rejection === undefined ? 0 : 1;
  };
  await go([]);
  return { schedules, states, wrong };
}

describe.skipIf(PYTHON === undefined)(`ports in Python${WITHOUT_PYTHON}`, () => {
  // States and steps, pinned: whoever changes the ports, or the search, looks at what has become of them.
  const COUNTS: readonly (readonly [string, number, number])[] = [
    ['one domsg', 12, 16],
    ['two domsg clients', 78, 159],
    ['sendmsg, begin decides', 21, 31],
    ['begin blocks', 32, 46],
    ['a server that is a client', 44, 84],
    ['getport polling', 17, 31],
    ['every send in turn', 48, 70],
  ];

  it.for(COUNTS)('hold in every state: %s', async ([name, states, transitions]) => {
    const peer = await speaking(ports('ports.py'));
    expect(await everyState(peer, program(name))).toMatchObject({ states, transitions, complete: true });
    expect((await everyState(peer, program(name))).found).toBeUndefined();
  });

  it.for(['one domsg', 'sendmsg, begin decides', 'completions'])(
    'the naive search counts the same: %s',
    async (name) => {
      const [saving, starting, blind] = await Promise.all(
        [[], ['--without-saves'], ['--without-states']].map((args) => speaking(ports('ports.py', ...args))),
      );
      if (saving === undefined || starting === undefined || blind === undefined) throw new Error('three were started');
      const what = program(name);
      const counted = await naive(starting, what);
      expect((await everyState(saving, what)).states).toBe(counted.states.size);
      expect(await everyState(starting, what)).toEqual(await everyState(saving, what));
      const options = { dialect: dialectOf(blind.hello), maxRuns: 10_000, ...forEver };
      const { runs, complete, found } = await inOrder(blind, what, options);
      expect({ runs, complete, found }).toEqual({ runs: counted.schedules, complete: true, found: undefined });
      expect(counted.wrong).toBe(0);
    },
  );

  it('with the lost wakeup are caught in every way, by a shortest run', async () => {
    const [saving, starting, blind, alone] = await Promise.all(
      [[], ['--without-saves'], ['--without-states'], ['--runs']].map((args) =>
        speaking(ports('ports_2003.py', ...args)),
      ),
    );
    if (saving === undefined || starting === undefined || blind === undefined || alone === undefined) {
      throw new Error('four were started');
    }
    const { found } = await everyState(saving, ONE);
    expect(found?.rejection).toMatchObject({ verdict: 'violates', clause: 'C20' });
    expect(found?.rejection.why).toContain('thread 0 sleeps for ever in domsg of message 0, which is DONE');
    expect(found?.schedule).toHaveLength(6);
    expect((await everyState(starting, ONE)).found).toEqual(found);
    const dialect = dialectOf(blind.hello);
    const byOrder = await inOrder(blind, ONE, { dialect, maxRuns: 100, ...forEver });
    expect(byOrder.preemptions).toBe(1);
    expect(byOrder.found?.rejection.clause).toBe('C20');
    const counted = await naive(starting, ONE);
    expect(counted.wrong).toBeGreaterThan(0);
    expect(counted.wrong).toBeLessThan(counted.schedules);
    const ran = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => run(alone, ONE, seed, dialect)));
    expect(new Set(ran.map(({ rejection }) => rejection?.clause))).toEqual(new Set(['C20', undefined]));
  });

  it('a long counterexample is shrunk to a shortest one', async () => {
    const peer = await speaking(ports('ports_2003.py', '--without-states'));
    const what = program('every send in turn');
    const dialect = dialectOf(peer.hello);
    const { found } = await atRandom(peer, what, new Random(3), { dialect, maxRuns: 100, ...forEver });
    if (found === undefined) throw new Error('nothing was found');
    const shrunk = await shrink(peer, what, found, { dialect, maxRuns: 400, expired: () => false });
    expect(shrunk.rejection.clause).toBe('C20');
    expect(shrunk.schedule.length).toBeLessThanOrEqual(found.schedule.length);
    const walk = await Walk.start(peer, what, dialect);
    for (const step of shrunk.schedule) await walk.take(step);
    expect(walk.rejection).toEqual(shrunk.rejection);
    const exhaustive = await everyState(await speaking(ports('ports_2003.py')), what);
    expect(shrunk.schedule.length).toBe(exhaustive.found?.schedule.length);
  });

  it('what they do not have and do not promise is left out', async () => {
    const { hello } = await speaking(ports('ports.py'));
    const left = SCENARIOS.filter((scenario) => whyLeftOut(scenario, hello) !== undefined).map(({ name }) => name);
    expect(left).toEqual(expect.arrayContaining(['abort of a sendmsg', 'forward', 'time-outs', 'misuse']));
    expect(SCENARIOS.length - left.length).toBe(37);
  });

  const SPINS = '    def sleep(self, number):\n        pass';
  const FORGETS = '    def complete(self, message, code):\n        pass';

  it('that spin instead of sleeping hold, too', async () => {
    const peer = await speaking(changed(SPINS));
    expect(await everyState(peer, ONE)).toMatchObject({ complete: true });
    expect((await everyState(peer, ONE)).found).toBeUndefined();
  });

  it('that spin for ever are caught, though something can always move', async () => {
    const peer = await speaking(changed(`${SPINS}\n${FORGETS}`));
    const { found } = await everyState(peer, ONE);
    expect(found).toMatchObject({ round: true, rejection: { verdict: 'violates' } });
    expect(found?.rejection.why).toContain('threads only go round, and no call ever returns');
  });

  it.for([
    [
      'come to another state by restore',
      '    @property\n    def x(self):\n        return 1\n    def enabled(self):\n        self.state["seen"] = self.state.get("seen", 0) + 1\n        return super().enabled()',
      'is in another state after restore than it was before',
    ],
    [
      'make other calls',
      FORGETS.replace('complete', 'sleep')
        .replace('message, code', 'number')
        .replace('pass', 'self.events[0]["port"] = 0'),
      'but expected was waitport port 1 of thread 1, by its program, not waitport port 0',
    ],
    [
      'stop without having called',
      '    def enabled(self):\n        return []',
      'says that nothing can move, but thread 0 has calls to make and is inside none',
    ],
    [
      'break down',
      '    def wait(self, number, call):\n        raise ValueError("no luck")',
      'ended with exit code 1. Its last words on standard error: ValueError: no luck',
    ],
  ] as const)('that %s are told so', async ([, lines, sentence]) => {
    const peer = await speaking(changed(lines));
    await expect(everyState(peer, ONE)).rejects.toThrow(sentence);
  });

  it.for([
    ['steps', []],
    ['runs', ['--runs']],
  ] as const)('speak as docs/protocol.md shows: %s', async ([name, args]) => {
    const lines = readFileSync(`test/golden/port-session-${name}.txt`, 'utf8').trimEnd().split('\n');
    await speaking(ports('ports.py', ...args));
    const [process] = started;
    const said: string[] = [];
    for (const [index, line] of lines.entries()) {
      if (!line.startsWith('> ')) continue;
      const next = lines.findIndex((other, at) => at > index && other.startsWith('> '));
      const count = (next === -1 ? lines.length : next) - index - 1;
      let left = count;
      const answer = await process?.ask(line.slice(2), () => {
        left -= 1;
        return left === 0;
      });
      said.push(line, ...(answer ?? []).map((each) => `< ${each}`));
    }
    expect(said).toEqual(lines);
  });
});
