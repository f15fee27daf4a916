/** What single calls promise that no program of the model asks: begin functions that fail, looks, aborts that must be honoured. */
import type { Thread } from '../../impl/index.ts';
import { PORT } from '../../impl/words.ts';
import { ASYNC, DONE, EASYNC, ECONNABORTED, EDEADLK, NONE, QUEUED, REPLY } from '../../model/index.ts';
import { type Contract, hold, type Parts, refused, same } from './contract.ts';

/** Thread 0 owns ports 0 and 3 and the messages, thread 1 port 1; port 2 is free. */
function pair({ createSystem, attach }: Parts): { readonly caller: Thread; readonly server: Thread } {
  const buffer = createSystem({ threads: 2, ports: 4, messages: 4, payloadBytes: 64 });
  const caller = attach(buffer, { thread: 0 });
  const server = attach(buffer, { thread: 1 });
  caller.initport(3);
  for (const message of [0, 1, 2, 3]) caller.initmsg(message);
  return { caller, server };
}

/** Sent by each call, with the code that comes back in the end. */
const SENDS: readonly (readonly [string, (caller: Thread, port: number) => number | undefined])[] = [
  ['domsg', (caller, port) => caller.domsg(port, 0, 0)],
  ['beginmsg', (caller, port) => caller.beginmsg(port, 0)],
  ['sendmsg', (caller, port) => void caller.sendmsg(port, 0)],
];

export const failedBegin: Contract = {
  name: 'a begin function that fails has sent nothing',
  clause: 'C11',
  promises:
    'If a begin function throws or breaks its word without having taken the message, it is as if nothing was sent.',
  attempt(parts) {
    for (const [call, send] of SENDS) {
      const { caller, server } = pair(parts);
      // Its last send has left REPLY and an abort request: all of that must be there again.
      caller.sendmsg(1, 0);
      caller.abortmsg(1, 0);
      same('the request that is taken after its abort', server.getport(1), NONE);
      same('the code of an aborted request', caller.waitmsg(0, 0), ECONNABORTED);
      const [flags, asked] = [caller.flags(0), caller.abortRequested(0)];
      hold(asked, 'an abort request is gone before the next send');
      caller.setbegin(1, () => {
        throw new RangeError('of the begin function');
      });
      let thrown: unknown;
      try {
        send(caller, 1);
      } catch (error) {
        thrown = error;
      }
      hold(thrown instanceof RangeError, `${call} does not let an error of a begin function pass: ${String(thrown)}`);
      for (const answer of [EASYNC, 0.5]) {
        caller.setbegin(1, () => answer);
        refused(`${call}, begun with ${answer}`, () => send(caller, 1), 'EINVAL');
      }
      same(`after ${call}, flags`, caller.flags(0), flags);
      same(`after ${call}, the abort request`, caller.abortRequested(0), asked);
      caller.setbegin(1, () => 6);
      same(`after ${call}, the code of the next send`, caller.domsg(1, 0, 0), 6);
    }
  },
};

export const brokenWord: Contract = {
  name: 'a begin function that takes and answers a code is refused',
  clause: 'C11',
  promises: 'Who queues or replies a message and also answers a code is told so; the message is where it was put.',
  attempt(parts) {
    for (const [call, send] of SENDS) {
      const { caller, server } = pair(parts);
      caller.setbegin(1, (thread, port, message) => thread.putport(port, message) * 0 + 6);
      refused(`${call}, queued and answered`, () => send(caller, 1), 'EINVAL', 'also answered 6');
      same(`${call}, queued: what the target takes`, server.getport(1), 0);
      server.replymsg(0, 7);
      same(`${call}, queued: the code`, caller.waitmsg(0, 0), 7);
      caller.setbegin(1, (thread, _, message) => {
        thread.replymsg(message, 8);
        return 6;
      });
      refused(`${call}, replied and answered`, () => send(caller, 1), 'EINVAL', 'also answered 6');
      same(`${call}, replied: the code`, caller.waitmsg(0, 0), 8);
    }
  },
};

export const insideBegin: Contract = {
  name: 'what a begin function sees',
  clause: 'C6',
  promises: 'A begin function finds the message prepared: the hint, DONE, no REPLY, no QUEUED, no abort request.',
  attempt(parts) {
    const { caller, server } = pair(parts);
    const seen: (readonly [number, boolean])[] = [];
    const look = (thread: Thread, _: number, message: number): number => {
      seen.push([thread.flags(message), thread.abortRequested(message)]);
      return thread.error(message) * 0;
    };
    const before = (): void => {
      caller.setbegin(1, (thread, port, message) => thread.putport(port, message));
      caller.sendmsg(1, 0);
      caller.abortmsg(1, 0);
      server.getport(1);
      same('the code of an aborted request', caller.waitmsg(0, 0), ECONNABORTED);
      same('the flags of a reply', caller.flags(0), ASYNC | DONE | REPLY);
      caller.setbegin(1, look);
    };
    for (const [call, send] of SENDS) {
      before();
      send(caller, 1);
      const [flags, asked] = seen.at(-1) ?? [NONE, true];
      same(`in ${call} the flags`, flags, call === 'sendmsg' ? ASYNC | DONE : DONE);
      hold(!asked, `in ${call} the abort request of the send before is still there`);
      same(`after ${call} the code`, caller.waitmsg(0, 0), 0);
      hold(!caller.abortRequested(0), `after ${call} the abort request of the send before is there`);
    }
  },
};

export const queuesToItsCaller: Contract = {
  name: 'a begin function that queues to its caller',
  clause: 'C25',
  promises:
    'domsg comes back with EDEADLK, and with nothing else if the queue is another’s; the others find the message there.',
  attempt(parts) {
    const { caller, server } = pair(parts);
    caller.setbegin(1, (thread, _, message) => thread.putport(3, message));
    same('domsg that would wait for itself gives', caller.domsg(1, 0, 0), EDEADLK);
    caller.sendmsg(1, 0);
    same('what sendmsg has put there is', caller.getport(3), 0);
    caller.replymsg(0, 4);
    same('its code is', caller.waitmsg(0, 0), 4);
    same('beginmsg gives', caller.beginmsg(1, 0), EASYNC);
    same('what beginmsg has put there is', caller.getport(3), 0);
    caller.replymsg(0, 5);
    same('the code of beginmsg is', caller.waitmsg(0, 0), 5);
    caller.setbegin(1, (thread, port, message) => thread.putport(port, message));
    refused('domsg to a queue of another ends with', () => caller.domsg(1, 0, 0), 'ETIMEDOUT');
    same('what it has put there is', server.getport(1), 0);
  },
};

export const forwardedReplies: Contract = {
  name: 'a forward that is answered',
  clause: 'C26',
  promises:
    'A begin function may queue, reply or refuse a forwarded message; hint, reply port and flags stay its originator’s.',
  attempt(parts) {
    for (const [call, send] of SENDS.slice(1)) {
      const { caller, server } = pair(parts);
      const hint = call === 'sendmsg' ? ASYNC : 0;
      send(caller, 1);
      same('what the server takes', server.getport(1), 0);
      let inside = NONE;
      server.setbegin(3, (thread, _, message) => {
        inside = thread.flags(message);
        return 6;
      });
      same('the answer of a target that completes', server.forwardmsg(3, 0), 6);
      same(`flags that the begin function of a forwarded ${call} sees`, inside, hint);
      same(`flags of a ${call} whose forward was not taken`, server.flags(0), hint);
      server.setbegin(3, (thread, _, message) => {
        thread.replymsg(message, 9);
        return EASYNC;
      });
      same('the answer of a target that replies', server.forwardmsg(3, 0), EASYNC);
      refused('the reply of who has forwarded it', () => server.replymsg(0, 1), 'EPERM');
      same(`the code of ${call}`, caller.waitmsg(0, 0), 9);
    }
  },
};

export const abortIsHonoured: Contract = {
  name: 'an abort before service is honoured',
  clause: 'C22',
  promises:
    'What is aborted before it is taken comes back with ECONNABORTED; on a port of one’s own it does so at once.',
  attempt(parts) {
    for (const [call, send] of SENDS.slice(1)) {
      const { caller, server } = pair(parts);
      send(caller, 1);
      caller.abortmsg(1, 0);
      same(`what the server takes of an aborted ${call}`, server.getport(1), NONE);
      same(`the code of an aborted ${call}`, caller.waitmsg(0, 0), ECONNABORTED);
      caller.sendmsg(1, 1);
      send(caller, 1);
      same('what the server takes first', server.getport(1), 1);
      caller.abortmsg(1, 0);
      same(`what the server takes of a ${call} that was aborted on its queue`, server.getport(1), NONE);
      same(`the code of a ${call} that was aborted on a queue`, caller.waitmsg(0, 0), ECONNABORTED);
      server.replymsg(1, 2);
      caller.waitmsg(1, 0);
      for (const message of [1, 2]) caller.sendmsg(3, message);
      send(caller, 3);
      caller.sendmsg(3, 3);
      caller.abortmsg(3, 0);
      same(`the code of a ${call} to oneself that is aborted`, caller.waitmsg(0, 0), ECONNABORTED);
      for (const message of [1, 2, 3]) {
        same('what is left on the port', caller.getport(3), message);
        caller.replymsg(message, 2);
        caller.waitmsg(message, 0);
      }
      send(caller, 1);
      same('what is forwarded back to its originator', server.forwardmsg(3, server.getport(1)), EASYNC);
      caller.abortmsg(3, 0);
      same(`the code of a ${call} that is aborted on its way back`, caller.waitmsg(0, 0), ECONNABORTED);
    }
  },
};

export const abortOfTheParked: Contract = {
  name: 'an abort of what is back affects no other',
  clause: 'C22',
  promises: 'The abort of a reply that is parked completes nothing again, and leaves in transit what is in transit.',
  attempt(parts) {
    const { caller, server } = pair(parts);
    for (const message of [0, 1]) caller.sendmsg(1, message);
    server.replymsg(server.getport(1), 7);
    hold(caller.isDone(0), 'a message that was replied is not back');
    server.replymsg(server.getport(1), 8);
    caller.abortmsg(0, 0);
    const { memory, layout } = caller;
    same('the head of the port with a reply in transit', memory.load(layout.port(0) + PORT.head), 2);
    same('the code of the one', caller.waitmsg(0, 0), 7);
    same('the code of the other', caller.waitmsg(1, 0), 8);
  },
};

export const asksWithoutWaiting: Contract = {
  name: 'isDone tells what waitmsg would do',
  clause: 'C18',
  promises: 'isDone is true exactly if waitmsg would return at once, and takes in what has arrived.',
  attempt(parts) {
    const { caller, server } = pair(parts);
    hold(caller.isDone(0), 'an idle message is not done');
    caller.beginmsg(1, 0);
    hold(!caller.isDone(0), 'a synchronous request that is out is done');
    server.replymsg(server.getport(1), 7);
    hold(caller.isDone(0), 'a synchronous request that was replied is not done');
    same('its code', caller.waitmsg(0, 0), 7);
    caller.sendmsg(1, 0);
    caller.sendmsg(1, 1);
    hold(!caller.isDone(0), 'an asynchronous request that is out is done');
    server.replymsg(server.getport(1), 8);
    hold(!caller.isDone(1), 'the reply of one message is taken for that of another');
    hold(caller.isDone(0), 'what was taken in with another is not done');
    hold(caller.isDone(0), 'what is parked is not done');
    same('its code', caller.waitmsg(0, 0), 8);
    server.replymsg(server.getport(1), 9);
    hold(caller.isDone(1), 'what has just arrived is not done');
    same('flags of what is parked', caller.flags(1), ASYNC | DONE | REPLY | QUEUED);
    same('error of what is parked', caller.error(1), 9);
  },
};

export const looksAtItsOwn: Contract = {
  name: 'flags, error and abort request of one’s own',
  clause: 'C23',
  promises: 'Whoever owns a message may look at it: its target while it serves it, its originator before and after.',
  attempt(parts) {
    const { caller, server } = pair(parts);
    same('flags of an idle message', caller.flags(0), DONE);
    caller.sendmsg(1, 0);
    same('what the server takes', server.getport(1), 0);
    same('flags of what is served', server.flags(0), ASYNC);
    hold(!server.abortRequested(0), 'an abort is seen that nobody has asked for');
    caller.abortmsg(1, 0);
    hold(server.abortRequested(0), 'the target does not see the abort request');
    server.replymsg(0, 3);
    same('the code', caller.waitmsg(0, 0), 3);
    same('the error', caller.error(0), 3);
    caller.initmsg(0);
    same('flags of what is initialised again', caller.flags(0), DONE);
    hold(!caller.abortRequested(0), 'initmsg leaves an abort request');
    caller.beginmsg(1, 0);
    same('flags of a synchronous request that is served', server.flags(server.getport(1)), 0);
  },
};

export const ownBegins: Contract = {
  name: 'begin functions are of one thread’s sends',
  clause: 'C10',
  promises:
    'A begin function, registered by initport or setbegin, decides about what this thread sends, and nobody else’s sends.',
  attempt(parts) {
    const { caller, server } = pair(parts);
    server.initport(2, () => 4);
    caller.setbegin(1, () => 5);
    same('domsg to a port with a begin function', caller.domsg(1, 0, 0), 5);
    caller.sendmsg(2, 0);
    same('what was sent to a port whose owner alone has a begin function', server.getport(2), 0);
    same('forwardmsg by that owner', server.forwardmsg(2, 0), 4);
    server.replymsg(0, 1);
    same('its code', caller.waitmsg(0, 0), 1);
    const other = pair(parts);
    refused('setbegin for a dead port', () => other.caller.setbegin(2, () => 5), 'ENXIO');
    other.server.initport(2);
    other.caller.sendmsg(2, 0);
    same('what is sent there once it is alive', other.server.getport(2), 0);
  },
};

export const carriesValues: Contract = {
  name: 'what a message carries',
  clause: 'C23',
  promises: 'A new message carries nothing; what its owner puts into it stays there through sends and replies.',
  attempt(parts) {
    const { caller, server } = pair(parts);
    const [mine, theirs] = [new parts.Payloads(caller), new parts.Payloads(server)];
    same('the value of a new message', mine.getvalue(0), undefined);
    mine.setvalue(0, 'request');
    refused('initmsg of a message of another that carries something', () => server.initmsg(0), 'EPERM', 'thread 0');
    caller.sendmsg(1, 0);
    same('the value that the target finds', theirs.getvalue(server.getport(1)), 'request');
    theirs.setvalue(0, 'reply');
    server.replymsg(0, 0);
    same('the code', caller.waitmsg(0, 0), 0);
    same('the value that comes back', mine.getvalue(0), 'reply');
    caller.initmsg(0);
    same('the value of a message that is initialised again', mine.getvalue(0), 'reply');
  },
};
