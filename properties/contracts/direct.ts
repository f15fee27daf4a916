/** What a direct request costs, and when a request is direct: counted, not timed. */
import { AWAITED } from '../../impl/standing.ts';
import { type Contract, type Parts, refused, same } from './contract.ts';
import { count, type Logged, logged } from './waits.ts';

/** What one domsg costs: the operations of its caller, and those of a server that comes when the caller sleeps. */
interface Costs {
  readonly caller: string;
  readonly server: string;
}

function client(parts: Parts): {
  readonly domsg: (message: number, timeoutMs?: number) => Costs;
  readonly sendmsg: (message: number) => void;
  readonly pause: () => string;
  readonly await: (isPending: boolean) => void;
} {
  let serving = '';
  const serve = (): void => {
    const from = log.operations.length;
    if (serving === 'nobody') return;
    server.replymsg(server.waitport(1), 7);
    serving = log.operations.splice(from).join();
  };
  const { log, memory, caller, server } = logged(parts, 1, { asleep: serve });
  const known = server.layout.known(1, 1);
  const owned = memory.get(known);
  return {
    domsg(message, timeoutMs) {
      log.operations.length = 0;
      serving = '';
      same('the code', caller.domsg(1, message, timeoutMs), 7);
      return { caller: log.operations.join(), server: serving };
    },
    sendmsg(message) {
      caller.sendmsg(1, message);
      server.replymsg(server.waitport(1), 7);
      same('the code', caller.waitmsg(message), 7);
    },
    /** The server waits, and nobody comes. */
    pause() {
      log.operations.length = 0;
      serving = 'nobody';
      refused('waitport of an empty port', () => server.waitport(1, 0), 'ETIMEDOUT');
      return log.operations.join();
    },
    await: (isPending) => memory.set(known, isPending ? AWAITED : owned),
  };
}

/** Looks, finds nothing, sleeps, and is woken. */
const WAIT = 'test,or,wait,load';
const FIRST: Costs = { caller: `load,compareExchange,${WAIT}`, server: 'load,exchange,test,load,or,notify' };
const DIRECT: Costs = { caller: `compareExchange,${WAIT}`, server: 'load,load,or,notify' };

const costs = (what: string, { caller, server }: Costs, expected: Costs): void => {
  same(`operations of the caller, ${what}`, caller, expected.caller);
  same(`operations of the server, ${what}`, server, expected.server);
};

export const direct: Contract = {
  name: 'who asks again needs no port',
  clause: 'C20',
  promises:
    'A server that has found a request by a look watches its message, and is asked again by one operation on it, which wakes nobody; after two requests of another it watches that one. While it sleeps, or an await is pending, it watches none.',
  attempt(parts) {
    const { domsg, sendmsg, pause, await: awaits } = client(parts);
    costs('the first time', domsg(0), FIRST);
    costs('again', domsg(0), DIRECT);
    const byPort = { caller: `compareExchange,${WAIT}`, server: 'load,load,exchange,test,or,notify' };
    costs('with a limit', domsg(0, 100), byPort);
    costs('again', domsg(0), DIRECT);
    costs('of another message', domsg(1), byPort);
    costs('of the watched one', domsg(0), DIRECT);
    costs('of another message, once more', domsg(1), byPort);
    const instead = 'load,load,exchange,test,compareExchange,load,or,notify';
    costs('of another message, twice', domsg(1), { ...byPort, server: instead });
    costs('of that message', domsg(1), DIRECT);
    costs('of the first one', domsg(0), { caller: `compareExchange,${byPort.caller}`, server: byPort.server });
    same('operations of a server that goes to sleep', pause(), 'load,load,compareExchange,compareExchange,wait,load');
    const unwatched = {
      caller: `compareExchange,compareExchange,compareExchange,notify,${WAIT}`,
      server: FIRST.server,
    };
    costs('after a pause', domsg(1), unwatched);
    pause();
    awaits(true);
    const awaited = { caller: unwatched.caller, server: 'load,exchange,test,or,notify' };
    costs('while an await is pending', domsg(1), awaited);
    costs('while it is still pending', domsg(1), { ...awaited, caller: byPort.caller });
    awaits(false);
    costs('after that', domsg(1), { ...FIRST, caller: byPort.caller });
    costs('and again', domsg(1), DIRECT);
    pause();
    sendmsg(2);
    same('operations of a server that has served a sendmsg', pause(), 'load,compareExchange,wait,load');
    sendmsg(2);
    sendmsg(2);
    costs('after some sendmsg', domsg(0), { ...FIRST, caller: byPort.caller });
  },
};

export const directAwake: Contract = {
  name: 'who is awake asks again without a wake',
  clause: 'C20',
  promises:
    'A direct request that is replied while its caller looks wakes nobody. One that comes while the server looks teaches the strategy that this was enough, one that was there nothing.',
  attempt(parts) {
    let isDue = false;
    const awake: Logged = logged(parts, 3, {
      looking(operation) {
        if (!isDue || operation !== 'test') return;
        isDue = false;
        awake.server.replymsg(awake.server.waitport(1), 7);
      },
    });
    for (let n = 0; n < 3; n++) {
      isDue = true;
      same('the code', awake.caller.domsg(1, 0), 7);
    }
    same('wakes where nobody has slept', count(awake.log, 'notify'), 0);

    const stopped = new Error('stopped where it would sleep');
    let looks = 0;
    const late: Logged = logged(parts, 2, {
      asleep() {
        if (looks > 0) throw stopped;
        late.server.replymsg(late.server.waitport(1), 7);
      },
      looking: () => {
        looks += looks > 0 ? 1 : 0;
        if (looks === 4) ask();
      },
    });
    const ask = (): void => {
      try {
        late.caller.domsg(1, 0);
      } catch (error) {
        if (error !== stopped) throw error;
      }
    };
    const serve = (learnt: string): void => {
      late.log.learnt.length = 0;
      same('what the server takes', late.server.waitport(1), 0);
      same('what is learnt of a direct request', late.log.learnt.join(), learnt);
      late.server.replymsg(0, 7);
      same('the code', late.caller.waitmsg(0), 7);
    };
    same('the code', late.caller.domsg(1, 0), 7);
    looks = 1;
    serve('not enough,enough');
    looks = 10;
    ask();
    serve('');
  },
};
