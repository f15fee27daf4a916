/** How often one looks, sleeps and wakes, and when one gives up: counted, not timed. */
import type { Thread, Waiting } from '../../impl/index.ts';
import type { Memory } from '../../impl/memory.ts';
import { AWAITED } from '../../impl/standing.ts';
import { PORT } from '../../impl/words.ts';
import { type Contract, Endless, hold, type Parts, refused, same } from './contract.ts';

/** The operations that threads do on a memory, by name; and what they learn of waiting. */
interface Log {
  readonly operations: string[];
  readonly learnt: string[];
  readonly timeouts: number[];
  /** Words that were notified. */
  readonly woken: number[];
}

export interface Logged {
  readonly log: Log;
  readonly memory: Memory;
  readonly caller: Thread;
  readonly server: Thread;
}

/** No call here takes so many. */
const OPERATIONS_MOST = 1000;

/** The moments at which others may act. */
export interface Meanwhile {
  /** While somebody sleeps. */
  readonly asleep?: () => void;
  /** Before each look. */
  readonly looking?: (operation: 'load' | 'test') => void;
}

export function logged(parts: Parts, attempts: number, { asleep, looking }: Meanwhile = {}): Logged {
  const { AtomicsMemory, Layout, format, join } = parts;
  const layout = new Layout({ threads: 2, messages: 5 }, 1);
  const inner = new AtomicsMemory(new SharedArrayBuffer(layout.words * 4));
  const log: Log = { operations: [], learnt: [], timeouts: [], woken: [] };
  let now = 1000;
  const memory: Memory = new Proxy(inner, {
    get(target, name: keyof Memory) {
      return (...args: number[]) => {
        if (name !== 'get' && name !== 'set') log.operations.push(name);
        if (log.operations.length > OPERATIONS_MOST) throw new Endless();
        if (name === 'load' || name === 'test') looking?.(name);
        if (name === 'notify') log.woken.push(args[0] ?? -1);
        if (name !== 'wait') return (target[name] as (...given: number[]) => unknown).apply(target, args);
        log.timeouts.push(args[2] ?? Number.POSITIVE_INFINITY);
        now += 3;
        const [word = 0, value = 0] = args;
        asleep?.();
        return target.load(word) === value ? 'timed-out' : 'ok';
      };
    },
  });
  const waiting: Waiting = {
    attempts: () => attempts,
    learn: (_, enough) => log.learnt.push(enough ? 'enough' : 'not enough'),
    now: () => now,
  };
  format(memory, layout);
  const caller = join(memory, layout, 0, waiting);
  const server = join(memory, layout, 1, waiting);
  for (let message = 0; message < layout.messages; message++) caller.initmsg(message);
  log.operations.length = 0;
  return { log, memory, caller, server };
}

export const count = ({ operations }: Log, name: string): number => operations.filter((each) => each === name).length;

export const quickWait: Contract = {
  name: 'what is there already costs one look',
  clause: 'C20',
  promises:
    'Who may look before sleeping finds what is there with one look, sets no mark, and tells the strategy nothing; what comes while one looks it is told, once. An abort asks once.',
  attempt(parts) {
    const { log, caller, server } = logged(parts, 3);
    caller.beginmsg(1, 0);
    log.operations.length = 0;
    same('what an empty port gives', caller.getport(0), -1);
    same('operations of a getport with nothing there', log.operations.join(), 'load');
    log.operations.length = 0;
    same('what the server takes', server.waitport(1), 0);
    same('operations of a waitport with something there', log.operations.join(), 'load,exchange,test');
    server.replymsg(0, 7);
    log.operations.length = 0;
    same('the code', caller.waitmsg(0), 7);
    same('operations of a waitmsg for what is DONE', log.operations.join(), 'test');
    same('what is learnt of what was there', log.learnt.join(), '');
    caller.sendmsg(1, 1);
    log.operations.length = 0;
    caller.abortmsg(1, 1);
    same('operations of an abort of what is out', log.operations.join(), 'or');
    let looks = 0;
    const late: Logged = logged(parts, 3, {
      looking: () => {
        looks++;
        if (looks === 2) late.caller.beginmsg(1, 0);
        if (looks === 5) late.server.replymsg(0, 7);
      },
    });
    same('what the server takes', late.server.waitport(1), 0);
    same('what is learnt of what comes at the second look', late.log.learnt.join(), 'enough');
    looks = 3;
    same('the code', late.caller.waitmsg(0), 7);
    same('what is learnt of what comes at the second look', late.log.learnt.join(), 'enough,enough');
  },
};

export const guesses: Contract = {
  name: 'a sender tries first what it found last time',
  clause: 'C4',
  promises:
    'Who has put something into a port does not look at it again before the next send: it expects its own message there, or nothing, whichever it was last time.',
  attempt(parts) {
    const { log, caller, server } = logged(parts, 0);
    const operationsOf = (message: number): string => {
      log.operations.length = 0;
      caller.sendmsg(1, message);
      return log.operations.join();
    };
    const [right, wrong] = ['compareExchange', 'compareExchange,compareExchange'];
    same('operations of the first send to a port', operationsOf(0), 'load,compareExchange');
    same('operations of a send to what was empty, and is not', operationsOf(1), wrong);
    same('operations of a send that finds the message before', operationsOf(2), right);
    for (const message of [0, 1, 2]) same('what the server takes', server.getport(1), message);
    same('operations of a send to what was not empty, and is', operationsOf(3), wrong);
    same('what the server takes', server.getport(1), 3);
    same('operations of a send to what was empty, and is', operationsOf(4), right);
  },
};

export const looksFirst: Contract = {
  name: 'as many looks as the strategy says',
  clause: 'C20',
  promises:
    'Before sleeping one looks as often as the strategy says, then tells it that this was not enough; or asks it nothing.',
  attempt(parts) {
    for (const attempts of [0, 1, 3]) {
      const { log, caller, server } = logged(parts, attempts);
      refused('waitport of an empty port', () => server.waitport(1, 0), 'ETIMEDOUT');
      same(`looks of waitport that may look ${attempts} times`, count(log, 'load'), attempts + 1);
      same('what is learnt of it', log.learnt.join(), attempts === 0 ? '' : 'not enough');
      same('marks that waitport sets', count(log, 'compareExchange'), 1);
      same('times that it sleeps', log.timeouts.join(), '0');
      log.operations.length = 0;
      log.timeouts.length = 0;
      log.learnt.length = 0;
      refused('domsg that nobody serves', () => caller.domsg(1, 0, 0), 'ETIMEDOUT');
      same(`looks of domsg that may look ${attempts} times`, count(log, 'test'), attempts + 1);
      same('marks that domsg sets', count(log, 'or'), 1);
      same('times that it sleeps', log.timeouts.join(), '0');
      same('what is learnt of it', log.learnt.join(), attempts === 0 ? '' : 'not enough');
    }
  },
};

export const givesUp: Contract = {
  name: 'who gives up says so, and loses nothing',
  clause: 'C18',
  promises:
    'A wait with a limit sleeps for what is left of it, ends with ETIMEDOUT, and what it waited for can still be had.',
  attempt(parts) {
    const { log, caller, server } = logged(parts, 0);
    refused('waitport of an empty port', () => server.waitport(1, 10), 'ETIMEDOUT');
    same('milliseconds that waitport slept for', log.timeouts.join(), '10');
    refused('domsg that nobody serves', () => caller.domsg(1, 0, 5), 'ETIMEDOUT');
    caller.sendmsg(1, 1);
    refused('waitmsg that nobody serves', () => caller.waitmsg(1, 0), 'ETIMEDOUT');
    for (const message of [0, 1]) {
      same('what the server takes', server.waitport(1, 0), message);
      server.replymsg(message, 7);
      same('the code', caller.waitmsg(message, 0), 7);
    }
  },
};

export const sleepsOn: Contract = {
  name: 'woken for nothing, one sleeps on',
  clause: 'C20',
  promises: 'A thread that is woken by something else sleeps again, for the rest of its time.',
  attempt(parts) {
    let left = 2;
    const { log, memory, server } = logged(parts, 0, { asleep: () => void left-- });
    // A memory that wakes twice for nothing: what is waited for is still not there.
    const wait = memory.wait.bind(memory);
    const nervous = new Proxy(memory, {
      get: (target, name: keyof Memory) =>
        name !== 'wait' || left === 0
          ? target[name]
          : (...args: Parameters<Memory['wait']>) => {
              wait(...args);
              return 'ok';
            },
    });
    const layout = server.layout;
    const thread = new parts.Thread(nervous, layout, 1, { attempts: () => 0, learn: () => undefined, now: clock() });
    refused('waitport of an empty port', () => thread.waitport(1, 10), 'ETIMEDOUT');
    same('milliseconds that it slept for', log.timeouts.join(), '9,8,7');
  },
};

/** A millisecond passes with each look at it. */
function clock(): () => number {
  let now = 0;
  return () => now++;
}

export const wakesOnlySleepers: Contract = {
  name: 'only who sleeps is woken, and once',
  clause: 'C20',
  promises:
    'A notify answers a sleep mark: none where nobody has set one, one where somebody has, of all that sleep there.',
  attempt(parts) {
    const awake = logged(parts, 0);
    awake.caller.sendmsg(1, 0);
    awake.caller.beginmsg(1, 1);
    for (const message of [0, 1]) awake.server.replymsg(awake.server.waitport(1), 7 + message);
    same('the code', awake.caller.waitmsg(1), 8);
    same('the code', awake.caller.waitmsg(0), 7);
    awake.caller.sendmsg(1, 0);
    same('what the server takes', awake.server.getport(1), 0);
    same('wakeups where nobody slept', count(awake.log, 'notify'), 0);
    awake.memory.set(awake.caller.layout.known(0, 0), AWAITED);
    awake.caller.sendmsg(0, 1);
    same('wakeups of an await of one’s own, on whose port one puts something', count(awake.log, 'notify'), 1);
    same('the word that wakes it', awake.log.woken.join(), String(awake.caller.layout.port(0) + PORT.head));
    let served = 0;
    const serve = (): void => {
      if (served++ > 0) return;
      asleep.server.replymsg(asleep.server.getport(1), 7);
    };
    const asleep: Logged = logged(parts, 0, { asleep: serve });
    same('the code of domsg', asleep.caller.domsg(1, 0), 7);
    same('wakeups of a domsg that slept', count(asleep.log, 'notify'), 1);
    let sent = 0;
    const send = (): void => {
      if (sent++ > 0) return;
      waiting.caller.sendmsg(1, 0);
      waiting.caller.sendmsg(1, 1);
    };
    const waiting: Logged = logged(parts, 0, { asleep: send });
    same('what waitport takes', waiting.server.waitport(1), 0);
    same('wakeups of one sleeper by two messages', count(waiting.log, 'notify'), 1);
    hold(count(waiting.log, 'wait') === 1, 'waitport slept more than once');
  },
};
