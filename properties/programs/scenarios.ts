/** The programs that are run through every interleaving. */
import { EASYNC } from '../../model/index.ts';
import {
  abortmsg,
  beginmsg,
  domsg,
  forwardmsg,
  getport,
  initmsg,
  limited,
  program,
  replymsg,
  sendmsg,
  server,
  waitmsg,
  waitport,
} from './build.ts';
import { DIRECT_SCENARIOS } from './direct-scenarios.ts';
import type { BeginSpec, Program } from './program.ts';
import { type Scenario, scenario } from './scenario.ts';

export type { Scenario } from './scenario.ts';

/** A client that sends to port 2, which belongs to the server and has this begin function. */
function deciding(begin: BeginSpec, call: 'domsg' | 'sendmsg'): Program {
  const lines = call === 'domsg' ? [domsg(2, 0), domsg(2, 1)] : [sendmsg(2, 0), sendmsg(2, 1), waitmsg(0), waitmsg(1)];
  return program([lines, [waitport(2, 'forever')]], { messages: [0, 0], ports: [{ owner: 1, begin }], payload: true });
}

const BEGINS: readonly (readonly [string, BeginSpec])[] = [
  ['completes', { does: 'complete', code: 5 }],
  ['decides', { does: 'decide', code: 5 }],
  ['replies inside', { does: 'reply', code: 5 }],
  ['queues elsewhere', { does: 'queue', port: 1 }],
];

/** The programs that are run through every interleaving. */
export const SCENARIOS: readonly Scenario[] = [
  scenario(
    'one domsg',
    'one client, one server',
    program([[domsg(1, 0)], server(1)], { messages: [0], payload: true }),
  ),
  scenario(
    'two domsg clients',
    'two clients, one server',
    program([[domsg(2, 0)], [domsg(2, 1)], server(2)], { messages: [0, 1], payload: true }),
  ),
  scenario(
    'two sendmsg, replies by waitport',
    'one client sends two messages and takes the replies from its port',
    program([[sendmsg(1, 0), sendmsg(1, 1), waitport(0, 2)], server(1)], { messages: [0, 0], payload: true }),
  ),
  scenario(
    'two sendmsg clients',
    'two clients, each sendmsg and waitmsg',
    program([[sendmsg(2, 0), waitmsg(0)], [sendmsg(2, 1), waitmsg(1)], server(2)], { messages: [0, 1], payload: true }),
  ),
  scenario(
    'domsg and sendmsg clients',
    'one client of each kind, one server',
    program([[domsg(2, 0)], [sendmsg(2, 1), waitmsg(1)], server(2)], { messages: [0, 1], payload: true }),
  ),
  ...BEGINS.flatMap(([name, begin]) =>
    (['domsg', 'sendmsg'] as const).map((call) =>
      scenario(`${call}, begin ${name}`, `the hint of ${call}, a begin function that ${name}`, deciding(begin, call)),
    ),
  ),
  scenario(
    'begin blocks',
    'a domsg and a sendmsg to the transitional port of the mail: its begin function asks another server in the thread of the caller',
    program([[domsg(2, 0), sendmsg(2, 0), waitmsg(0)], server(1)], {
      messages: [0, 0],
      ports: [{ owner: 1, begin: { does: 'block', port: 1, message: 1 } }],
    }),
  ),
  scenario(
    'abort of a domsg-like request',
    'abort races transit, queue, service and reply of a synchronous request',
    program([[beginmsg(1, 0), abortmsg(1, 0), waitmsg(0)], server(1)], { messages: [0], payload: true }),
  ),
  scenario(
    'abort of a sendmsg',
    'abort races transit, queue, service and reply of an asynchronous request',
    program([[sendmsg(1, 0), abortmsg(1, 0), waitmsg(0)], server(1)], { messages: [0], payload: true }),
  ),
  scenario(
    'abort one of two, then send again',
    'the abort of one send must not touch the other message or the next send',
    program([[sendmsg(1, 0), sendmsg(1, 1), abortmsg(1, 0), waitmsg(0), domsg(1, 0), waitmsg(1)], server(1)], {
      messages: [0, 0],
    }),
  ),
  scenario(
    'forward',
    'a server forwards a domsg and a sendmsg to a second one',
    program([[domsg(2, 0)], [sendmsg(2, 1), waitmsg(1)], server(2, { forward: 3 }), server(3)], { messages: [0, 1] }),
  ),
  scenario(
    'forward to a port that completes',
    'the code is the forwarder’s, who must reply',
    program([[domsg(1, 0), sendmsg(1, 0), waitmsg(0)], server(1, { forward: 2 })], {
      messages: [0],
      ports: [{ owner: 1, begin: { does: 'complete', code: 5 } }],
    }),
  ),
  scenario(
    'forward to a port that replies',
    'the begin function replies in the thread of the forwarder, while the originator falls asleep',
    program([[domsg(1, 0), sendmsg(1, 0), waitmsg(0)], server(1, { forward: 2 })], {
      messages: [0],
      ports: [{ owner: 1, begin: { does: 'reply', code: 5 } }],
    }),
  ),
  scenario(
    'abort of a forwarded request',
    'an abort races a forward',
    program([[sendmsg(1, 0), abortmsg(1, 0), waitmsg(0)], server(1, { forward: 2 }), server(2)], {
      messages: [0],
      payload: true,
    }),
  ),
  scenario(
    'a server that is a client',
    'the server asks another one while it serves',
    program([[domsg(1, 0)], server(1, { ask: { port: 2, message: 1 } }), server(2)], {
      messages: [0, 1],
      payload: true,
    }),
  ),
  scenario(
    'getport polling',
    'the server polls, the client does not wait in line',
    program([[sendmsg(1, 0), getport(0, 2), waitmsg(0)], [getport(1, 'forever')]], { messages: [0], payload: true }),
  ),
  scenario(
    'domsg twice',
    'the same message twice in a row',
    program([[domsg(1, 0), domsg(1, 0)], server(1)], { messages: [0], payload: true }),
  ),
  scenario(
    'sendmsg twice',
    'the same message twice in a row',
    program([[sendmsg(1, 0), waitmsg(0), sendmsg(1, 0), waitmsg(0)], server(1)], { messages: [0], payload: true }),
  ),
  scenario(
    'beginmsg twice',
    'the same message twice in a row, collected later, and once more',
    program([[beginmsg(1, 0), waitmsg(0), waitmsg(0), beginmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] }),
  ),
  scenario(
    'the reply of another arrives',
    'a thread waits for one message while the reply of another comes',
    program([[sendmsg(1, 0), sendmsg(2, 1), waitmsg(1), waitport(0)], server(1), server(2)], { messages: [0, 0] }),
  ),
  scenario(
    'a request arrives while one waits',
    'a thread in domsg finds the request of another on its port afterwards',
    program([[domsg(2, 0), waitport(0)], [domsg(0, 1)], server(2)], { messages: [0, 1] }),
  ),
  scenario(
    'send to oneself',
    'what a thread sends to its own port it finds there at once',
    program(
      [
        [sendmsg(0, 0), getport(0), waitmsg(0), beginmsg(0, 0), abortmsg(0, 0), waitmsg(0)],
        [sendmsg(0, 1), waitmsg(1)],
      ],
      {
        messages: [0, 1],
      },
    ),
  ),
  scenario(
    'a look before sleeping',
    'the wait strategy that looks once, then sleeps',
    program([[domsg(2, 0)], [sendmsg(2, 1), waitmsg(1)], server(2)], { messages: [0, 1], attempts: 1 }),
  ),
  ...DIRECT_SCENARIOS,
  scenario(
    'time-outs',
    'domsg and waitmsg that give up, and the late reply that follows',
    program([[limited(domsg(1, 0)), waitmsg(0), sendmsg(1, 0), limited(waitmsg(0)), waitmsg(0)], server(1)], {
      messages: [0],
    }),
  ),
  scenario(
    'misuse',
    'every call misused: refused, with nothing changed, while others go on',
    program(
      [
        [sendmsg(2, 0), sendmsg(2, 0), initmsg(0), replymsg(0, 5), domsg(0, 1), domsg(9, 1), waitmsg(0), waitmsg(0)],
        [
          sendmsg(2, 0),
          waitmsg(0),
          abortmsg(2, 0),
          getport(2),
          replymsg(0, 5),
          forwardmsg(2, 0),
          sendmsg(3, 2),
          domsg(2, 2),
        ],
        [waitport(2, 2), replymsg(0, 7), replymsg(9, 7)],
      ],
      { messages: [0, 0, 1], ports: [{ owner: -1 }] },
    ),
  ),
  scenario(
    'every send in turn',
    'the same message by each kind of send, so that one finds what the others have left in it',
    program(
      [[sendmsg(1, 0), waitmsg(0), domsg(1, 0), sendmsg(1, 0), waitmsg(0), beginmsg(1, 0), waitmsg(0)], server(1)],
      {
        messages: [0],
      },
    ),
  ),
  scenario(
    'send again after an abort',
    'the abort of one send, taken or not, must not touch the next, by whatever call',
    program(
      [[sendmsg(1, 0), abortmsg(1, 0), waitmsg(0), sendmsg(1, 0), waitmsg(0), beginmsg(1, 0), waitmsg(0)], server(1)],
      { messages: [0] },
    ),
  ),
  scenario(
    'abort of a sendmsg, then beginmsg',
    'the same where the next send is synchronous',
    program([[sendmsg(1, 0), abortmsg(1, 0), waitmsg(0), beginmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] }),
  ),
  scenario(
    'abort of what is back',
    'a request to oneself, taken and forwarded, comes back replied: its abort then must not touch it, nor later ones',
    program(
      [
        [sendmsg(0, 0), getport(0, 1, { keep: true }), forwardmsg(1, 0), abortmsg(0, 0), waitmsg(0), abortmsg(1, 0)],
        server(1),
      ],
      { messages: [0] },
    ),
  ),
  scenario(
    'abort one of two of one’s own',
    'of two messages to oneself the second is aborted, the first is not',
    program([[sendmsg(0, 0), sendmsg(0, 1), abortmsg(0, 1), waitmsg(1), getport(0), waitmsg(0)]], { messages: [0, 0] }),
  ),
  scenario(
    'one sendmsg, served once',
    'the server takes one request and never looks at its port again',
    program([[sendmsg(1, 0), waitmsg(0)], [waitport(1)]], { messages: [0] }),
  ),
  scenario(
    'send of a message that is out',
    'a message that is on its way to one server may not be sent to another',
    program([[sendmsg(1, 0), sendmsg(2, 0), domsg(2, 0), waitmsg(0)], server(1), server(2)], { messages: [0] }),
  ),
  scenario(
    'send of a request that is out',
    'refused, while the server may be replying it',
    program([[beginmsg(1, 0), domsg(1, 0), sendmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] }),
  ),
  scenario(
    'send of a parked reply',
    'a reply that has come and is not taken yet may not be sent',
    program([[sendmsg(1, 0), sendmsg(1, 1), waitmsg(1), sendmsg(1, 0), domsg(1, 0), waitmsg(0)], server(1)], {
      messages: [0, 0],
    }),
  ),
  scenario(
    'the second of two replies',
    'waitmsg takes its own message from behind another, and gives the same answer again',
    program([[sendmsg(1, 0), sendmsg(1, 1), waitmsg(1), waitmsg(1)], server(1)], { messages: [0, 0] }),
  ),
  scenario(
    'one’s own, come round',
    'a request is forwarded back to its originator, who serves it, and remains its originator meanwhile',
    program(
      [
        [sendmsg(1, 0), waitport(0, 1, { keep: true }), abortmsg(0, 0), replymsg(0, 5), waitmsg(0)],
        server(1, { forward: 0 }),
      ],
      { messages: [0] },
    ),
  ),
  scenario(
    'abort of one’s own, come round',
    'a request is forwarded back to its originator, who has asked for its abort and finds the reply in its place',
    program([[sendmsg(1, 0), abortmsg(1, 0), waitport(0)], server(1, { forward: 0 })], {
      messages: [0],
    }),
  ),
  scenario(
    'a message that is back',
    'its originator may not reply it, and its abort does nothing',
    program([[domsg(1, 0), replymsg(0, 5), abortmsg(1, 0), domsg(1, 0), abortmsg(1, 0)], server(1)], {
      messages: [0],
    }),
  ),
  scenario(
    'completions',
    'what a begin function has completed is back at once, by either call',
    program([[getport(0), domsg(1, 0), waitmsg(0), getport(0), sendmsg(1, 0), getport(0)]], {
      messages: [0],
      ports: [{ owner: 0, begin: { does: 'complete', code: 5 } }],
    }),
  ),
  scenario(
    'the message of another',
    'only who has sent a message may wait for it',
    program([[waitmsg(0)], [beginmsg(2, 0), waitmsg(0)], server(2)], { messages: [1] }),
  ),
  scenario(
    'a second reply',
    'a server replies the same message again, at once and when it is out again',
    program(
      [
        [domsg(1, 0), sendmsg(1, 0), waitmsg(0)],
        [waitport(1), replymsg(0, 8), waitport(1), replymsg(0, 8)],
      ],
      {
        messages: [0],
      },
    ),
  ),
  scenario(
    'a reply with EASYNC',
    'EASYNC is no completion code',
    program([[domsg(1, 0)], [waitport(1, 1, { keep: true }), replymsg(0, EASYNC), replymsg(0, 7)]], { messages: [0] }),
  ),
  scenario(
    'a request that is kept',
    'a sendmsg returns though nobody ever replies',
    program([[sendmsg(1, 0)], [waitport(1, 1, { keep: true })]], { messages: [0] }),
  ),
  scenario(
    'getport of an empty port',
    'getport returns though nothing ever comes',
    program([[getport(0)]], { messages: [0] }),
  ),
  scenario(
    'domsg to oneself',
    'refused where the port queues, by default or by its begin function; a sendmsg is not',
    program([[getport(0), domsg(0, 0), domsg(1, 0), sendmsg(1, 0), getport(0), waitmsg(0)]], {
      messages: [0],
      ports: [{ owner: 0, begin: { does: 'queue', port: 0 } }],
    }),
  ),
];
