/** Walkthroughs of the two sends of the mail: what the target decides, and that the caller cannot tell. */
import { domsg, program, sendmsg, server, waitmsg } from '../../../properties/programs/build.ts';
import { turn, type Walkthrough } from './story.ts';

const CLIENT = 0;
const SERVER = 1;
const BOTH = ['client', 'server'];

export const SENDING: readonly Walkthrough[] = [
  {
    name: 'domsg-completes',
    title: '`domsg` to a target that completes',
    about: 'The begin function of the target answers a code at once, in the thread of the caller: nothing is queued.',
    runs: [
      {
        title: 'The target answers 5',
        about:
          'Port 2 belongs to the server, but its begin function runs in the client (C10). It answers the completion code 5, and ' +
          '`domsg` returns it (C2). DONE was never cleared (C11), no queue was touched, and the server was not asked. All of ' +
          'it happens in step 0: without a single operation on a word that threads share.',
        threads: BOTH,
        program: program([[domsg(2, 0)], []], {
          messages: [0],
          ports: [{ owner: SERVER, begin: { does: 'complete', code: 5 } }],
        }),
        turns: [],
      },
    ],
  },
  {
    name: 'domsg-queues',
    title: '`domsg` to a target that queues',
    about: 'The target queues the message for its own thread; `domsg` waits for the reply and returns its code.',
    runs: [
      {
        title: 'The server replies 7',
        about:
          'The begin function puts the message on its way and answers EASYNC, but the caller never sees that (C1): `domsg` ' +
          'goes on to wait (C3). While the message travels, and while the server has it, its flags are the same: none. ' +
          'The reply sets DONE and wakes the client (C14); it is not queued anywhere.',
        threads: BOTH,
        program: program([[domsg(1, 0)], server(1)], { messages: [0] }),
        turns: [turn(CLIENT), turn(SERVER), turn(CLIENT)],
      },
    ],
  },
  {
    name: 'sendmsg-completes',
    title: '`sendmsg` to a target that completes',
    about:
      'The target answers at once all the same; `sendmsg` itself replies the message, so that its caller cannot tell.',
    runs: [
      {
        title: 'The target answers 5',
        about:
          'The hint ASYNC does not bind the target (C8): it completes. `sendmsg` then puts the message on the reply port, ' +
          'as a reply that came from elsewhere would stand there (C5), and returns nothing (C4). `waitmsg` takes it off (C18).',
        threads: BOTH,
        program: program([[sendmsg(2, 0), waitmsg(0)], []], {
          messages: [0],
          ports: [{ owner: SERVER, begin: { does: 'complete', code: 5 } }],
        }),
        turns: [],
      },
    ],
  },
  {
    name: 'sendmsg-queues',
    title: '`sendmsg` to a target that queues',
    about: 'The target queues; `sendmsg` returns at once, and the reply comes back through the reply port.',
    runs: [
      {
        title: 'The server replies 7',
        about:
          '`sendmsg` is over before anybody has looked at the message (C4). The reply travels as the request did: it is in ' +
          'transit first, with no flag but ASYNC, and gets DONE, REPLY and QUEUED together where it arrives (C15). ' +
          '`waitmsg` takes it off the reply port and gives the code (C18).',
        threads: BOTH,
        program: program([[sendmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] }),
        turns: [turn(CLIENT), turn(SERVER), turn(CLIENT)],
      },
    ],
  },
  {
    name: 'reply-beats-the-wait',
    title: 'The reply that beats the wait',
    about: 'The server replies before the client has gone to sleep: the client must see that, and not sleep.',
    runs: [
      {
        title: 'A synchronous reply',
        about:
          'The client is stopped after it has sent and before it waits. Its reply finds no sleeper, so it wakes nobody. ' +
          'When the client goes on, its first operation both leaves the mark of a sleeper and reads DONE: it does not sleep ' +
          '(C20). In the source of 2003 these were two operations, and [a wakeup was lost between them](../2003-against-today.md).',
        threads: BOTH,
        program: program([[domsg(1, 0)], server(1)], { messages: [0] }),
        turns: [turn(CLIENT, 'queues'), turn(SERVER), turn(CLIENT)],
      },
      {
        title: 'An asynchronous reply',
        about:
          'The same with `sendmsg` and `waitmsg`. The mark of a sleeper would go where the reply now is: the head of the ' +
          'reply port. The client finds a message there instead of an empty port, and takes it (C20).',
        threads: BOTH,
        program: program([[sendmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] }),
        turns: [turn(CLIENT, 'queues'), turn(SERVER), turn(CLIENT)],
      },
    ],
  },
];
