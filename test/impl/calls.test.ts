/** The calls, one after the other: several threads of a system played by one. What a message looks like at each point. */
import { beforeEach, expect, test } from 'vitest';
import {
  ASYNC,
  attach,
  createSystem,
  DONE,
  EASYNC,
  ECONNABORTED,
  EDEADLK,
  NONE,
  REPLY,
  type Thread,
} from '../../impl/index.ts';

const CLIENT = 0;
const SERVER = 1;
const OTHER = 2;
const EXTRA = 3;
const M = 0;
const N = 1;

let client: Thread;
let server: Thread;
let other: Thread;

beforeEach(() => {
  const buffer = createSystem({ threads: 3, ports: 5, messages: 3 });
  [client, server, other] = [0, 1, 2].map((thread) => attach(buffer, { thread })) as [Thread, Thread, Thread];
  client.initmsg(M);
  client.initmsg(N);
  client.initport(EXTRA);
});

test('a fresh message is DONE', () => {
  expect(client.flags(M)).toBe(DONE);
  expect(client.waitmsg(M)).toBe(0);
  expect(client.isDone(M)).toBe(true);
});

test('an asynchronous request: taken with its hint alone, back as a reply', () => {
  client.sendmsg(SERVER, M);
  expect(client.isDone(M)).toBe(false);
  expect(server.getport(SERVER)).toBe(M);
  expect(server.flags(M)).toBe(ASYNC);
  expect(server.getport(SERVER)).toBe(NONE);
  server.replymsg(M, -7);
  expect(client.isDone(M)).toBe(true);
  expect(client.getport(CLIENT)).toBe(M);
  expect(client.flags(M)).toBe(ASYNC | DONE | REPLY);
  expect(client.error(M)).toBe(-7);
  expect(client.waitmsg(M)).toBe(-7);
  expect(client.waitmsg(M)).toBe(-7);
});

test('waitmsg takes its reply from among others, which stay in order', () => {
  client.sendmsg(SERVER, M);
  client.sendmsg(SERVER, N);
  other.initmsg(2);
  other.sendmsg(CLIENT, 2);
  for (const code of [1, 2]) server.replymsg(server.getport(SERVER), code);
  expect(client.waitmsg(N)).toBe(2);
  expect(client.getport(CLIENT)).toBe(2);
  expect(client.getport(CLIENT)).toBe(M);
  expect(client.getport(CLIENT)).toBe(NONE);
});

test('a synchronous request begun: no flag while it is out, no reply on the port', () => {
  expect(client.beginmsg(SERVER, M)).toBe(EASYNC);
  expect(server.getport(SERVER)).toBe(M);
  expect(server.flags(M)).toBe(0);
  server.replymsg(M, 5);
  expect(client.getport(CLIENT)).toBe(NONE);
  expect(client.waitmsg(M)).toBe(5);
  expect(client.flags(M)).toBe(DONE);
});

test('all four ways to answer two hints look the same to the caller', () => {
  for (const decides of ['code', 'reply'] as const) {
    client.setbegin(SERVER, (thread, _, message) => {
      if (decides === 'code') return 11;
      thread.replymsg(message, 11);
      return EASYNC;
    });
    expect(client.domsg(SERVER, M)).toBe(11);
    expect(client.flags(M)).toBe(DONE);
    client.sendmsg(SERVER, M);
    expect(client.getport(CLIENT)).toBe(M);
    expect(client.error(M)).toBe(11);
    expect(client.flags(M)).toBe(ASYNC | DONE | REPLY);
    expect(client.waitmsg(M)).toBe(11);
  }
});

test('a begin function sees a message as it was prepared, and may put it on another queue', () => {
  client.sendmsg(SERVER, M);
  server.replymsg(server.getport(SERVER), 1);
  client.waitmsg(M);
  const seen: number[] = [];
  client.setbegin(SERVER, (thread, _, message) => {
    seen.push(thread.flags(message));
    return thread.putport(OTHER, message);
  });
  expect(client.beginmsg(SERVER, M)).toBe(EASYNC);
  client.sendmsg(SERVER, N);
  expect(seen).toEqual([DONE, DONE | ASYNC]);
  expect(server.getport(SERVER)).toBe(NONE);
  expect([other.getport(OTHER), other.getport(OTHER)]).toEqual([M, N]);
});

test('a begin function runs where the send is, also inside another', () => {
  client.initport(4, (_thread, _port, message) => message + 100);
  client.setbegin(SERVER, (thread, _, message) => (message === M ? thread.domsg(SERVER, N) + 1 : thread.domsg(4, 2)));
  client.initmsg(2);
  expect(client.domsg(SERVER, M)).toBe(103);
});

test('a begin function that throws leaves the message as it was', () => {
  client.sendmsg(SERVER, M);
  server.replymsg(server.getport(SERVER), 6);
  client.waitmsg(M);
  client.setbegin(SERVER, () => {
    throw new RangeError('no');
  });
  for (const send of [
    () => client.domsg(SERVER, M),
    () => client.sendmsg(SERVER, M),
    () => client.beginmsg(SERVER, M),
  ]) {
    expect(send).toThrow(new RangeError('no'));
    expect(client.flags(M)).toBe(ASYNC | DONE | REPLY);
    expect(client.waitmsg(M)).toBe(6);
  }
  client.setbegin(SERVER, () => 0);
  expect(client.domsg(SERVER, M)).toBe(0);
});

test.each([
  ['EASYNC without taking the message', () => EASYNC, 'neither queued nor replied'],
  ['a code that is none', () => 0.5, 'is no completion code'],
  ['nothing', () => undefined as unknown as number, 'is no completion code'],
])('a begin function that answers %s is refused', (_, begin, sentence) => {
  client.setbegin(SERVER, begin);
  expect(() => client.domsg(SERVER, M)).toThrow(sentence);
  expect(() => client.sendmsg(SERVER, M)).toThrow(sentence);
  expect(client.flags(M)).toBe(DONE);
  expect(client.getport(CLIENT)).toBe(NONE);
});

test('a begin function that has queued the message and answers a code is refused; the message is out', () => {
  client.setbegin(SERVER, (thread, port, message) => thread.putport(port, message) - EASYNC);
  expect(() => client.domsg(SERVER, M)).toThrow('took message 0 and also answered 0');
  expect(() => client.domsg(SERVER, M)).toThrow('EBUSY');
  server.replymsg(server.getport(SERVER), 8);
  expect(client.waitmsg(M)).toBe(8);
});

test('domsg to a queue of one’s own is refused; the others go there at once', () => {
  expect(() => client.domsg(EXTRA, M)).toThrow('EDEADLK');
  client.sendmsg(EXTRA, M);
  expect(client.beginmsg(EXTRA, N)).toBe(EASYNC);
  expect([client.getport(EXTRA), client.getport(EXTRA)]).toEqual([M, N]);
  expect([client.flags(M), client.flags(N)]).toEqual([ASYNC, 0]);
  client.replymsg(N, 2);
  client.replymsg(M, 1);
  expect([client.waitmsg(M), client.waitmsg(N)]).toEqual([1, 2]);
});

test('a begin function that would queue a domsg to its own thread is told EDEADLK', () => {
  client.setbegin(SERVER, (thread, _, message) => thread.putport(EXTRA, message));
  expect(client.domsg(SERVER, M)).toBe(EDEADLK);
  expect(client.beginmsg(SERVER, M)).toBe(EASYNC);
});

test('a forwarded message keeps its originator, its hint and its reply port', () => {
  client.sendmsg(SERVER, M);
  client.beginmsg(SERVER, N);
  for (const message of [M, N]) {
    expect(server.getport(SERVER)).toBe(message);
    expect(server.forwardmsg(OTHER, message)).toBe(EASYNC);
    expect(other.getport(OTHER)).toBe(message);
    expect(other.flags(message)).toBe(message === M ? ASYNC : 0);
    other.replymsg(message, message + 20);
  }
  expect([client.waitmsg(M), client.waitmsg(N)]).toEqual([20, 21]);
});

test('a code answered to forwardmsg leaves the message with the forwarder', () => {
  server.setbegin(OTHER, () => 44);
  client.sendmsg(SERVER, M);
  server.getport(SERVER);
  expect(server.forwardmsg(OTHER, M)).toBe(44);
  server.replymsg(M, 45);
  expect(client.waitmsg(M)).toBe(45);
});

test('a forward back to its originator, who forwards it to itself and serves it', () => {
  client.beginmsg(SERVER, M);
  server.forwardmsg(CLIENT, server.getport(SERVER));
  expect(client.getport(CLIENT)).toBe(M);
  expect(client.forwardmsg(EXTRA, M)).toBe(EASYNC);
  expect(client.getport(EXTRA)).toBe(M);
  client.replymsg(M, 3);
  expect(client.waitmsg(M)).toBe(3);
});

test('a queued request is aborted when its turn comes; its neighbours are served', () => {
  client.sendmsg(SERVER, M);
  client.beginmsg(SERVER, N);
  client.abortmsg(SERVER, M);
  expect(server.getport(SERVER)).toBe(N);
  expect(client.waitmsg(M)).toBe(ECONNABORTED);
  client.abortmsg(SERVER, N);
  expect(server.abortRequested(N)).toBe(true);
  server.replymsg(N, 9);
  expect(client.waitmsg(N)).toBe(9);
});

test('an abort request belongs to its send', () => {
  client.sendmsg(SERVER, M);
  server.getport(SERVER);
  client.abortmsg(SERVER, M);
  server.replymsg(M, 1);
  client.waitmsg(M);
  client.abortmsg(SERVER, M);
  for (const send of [() => client.beginmsg(SERVER, M), () => client.sendmsg(SERVER, M)]) {
    send();
    expect(server.getport(SERVER)).toBe(M);
    expect(server.abortRequested(M)).toBe(false);
    server.replymsg(M, 2);
    expect(client.waitmsg(M)).toBe(2);
  }
});

test('a begin function does not see the abort request of an earlier send', () => {
  const seen: boolean[] = [];
  client.sendmsg(SERVER, M);
  server.getport(SERVER);
  client.abortmsg(SERVER, M);
  server.replymsg(M, 1);
  client.waitmsg(M);
  client.setbegin(SERVER, (thread, _, message) => {
    seen.push(thread.abortRequested(message));
    return 0;
  });
  client.domsg(SERVER, M);
  client.sendmsg(SERVER, M);
  expect(seen).toEqual([false, false]);
});

test('what is on a port of one’s own is aborted at once, and only that', () => {
  client.sendmsg(EXTRA, M);
  client.beginmsg(EXTRA, N);
  client.abortmsg(EXTRA, N);
  expect(client.waitmsg(N)).toBe(ECONNABORTED);
  expect(client.getport(EXTRA)).toBe(M);
  expect(client.getport(EXTRA)).toBe(NONE);
});

test('an abort leaves a reply alone that is in transit to the same port', () => {
  client.sendmsg(CLIENT, M);
  client.getport(CLIENT);
  client.forwardmsg(SERVER, M);
  server.replymsg(server.getport(SERVER), 31);
  client.abortmsg(CLIENT, M);
  expect(client.waitmsg(M)).toBe(31);
});

test('a wait that is over does not wait: a time-out of 0 polls', () => {
  client.sendmsg(SERVER, M);
  client.beginmsg(SERVER, N);
  expect(() => client.waitmsg(M, 0)).toThrow('ETIMEDOUT: waitmsg: message 0 did not come back within 0 ms');
  expect(() => client.waitmsg(N, 0)).toThrow('ETIMEDOUT: waitmsg: message 1 was not replied within 0 ms');
  expect(() => client.waitport(CLIENT, 0)).toThrow('ETIMEDOUT: waitport: nothing came to port 0 of thread 0');
  expect(() => client.domsg(SERVER, M, 0)).toThrow('EBUSY');
  for (const code of [1, 2]) server.replymsg(server.getport(SERVER), code);
  expect(client.waitport(CLIENT, 0)).toBe(M);
  expect(client.waitmsg(N, 0)).toBe(2);
});
