/** Walkthroughs of targets that do more than reply: they forward, ask another, or block in their caller. */
import { domsg, program, sendmsg, server, waitmsg } from '../../../properties/programs/build.ts';
import { turn, type Walkthrough } from './story.ts';

const CLIENT = 0;
const SERVER = 1;
const SECOND = 2;
const TWO_SERVERS = ['client', 'server', 'second server'];

const TRANSITIONAL = { owner: SERVER, begin: { does: 'block', port: 1, message: 1 } } as const;

export const SERVING: readonly Walkthrough[] = [
  {
    name: 'forward',
    title: 'A server forwards',
    about: 'The server hands a taken message on to another port; the reply goes straight to the originator.',
    runs: [
      {
        title: '`domsg`, forwarded',
        about:
          'The server takes the message and sends it on with `forwardmsg`: originator, hint and reply port stay (C26). The second ' +
          'server replies it as its own, and the client is woken without the first server having any part in it. ' +
          'The message is replied exactly once, by whoever has it last (C16).',
        threads: TWO_SERVERS,
        program: program([[domsg(1, 0)], server(1, { forward: 2 }), server(2)], { messages: [0] }),
        turns: [turn(CLIENT), turn(SERVER), turn(SECOND), turn(CLIENT)],
      },
      {
        title: '`sendmsg`, forwarded',
        about:
          'The same for an asynchronous request: the second server puts the reply on the way to the client’s port (C15).',
        threads: TWO_SERVERS,
        program: program([[sendmsg(1, 0), waitmsg(0)], server(1, { forward: 2 }), server(2)], { messages: [0] }),
        turns: [turn(CLIENT), turn(SERVER), turn(SECOND), turn(CLIENT)],
      },
    ],
  },
  {
    name: 'server-calls-another',
    title: 'A server that calls another',
    about: 'To serve a request the server makes a `domsg` of its own, with a message of its own, and then replies.',
    runs: [
      {
        title: 'Two calls, one in the other',
        about:
          'Message 0 is the client’s, message 1 the server’s. While the server waits in its own `domsg`, message 0 stays taken: ' +
          'nobody else may touch it (C23). Requests and replies come to the same built-in port; a synchronous reply is not queued ' +
          'there (C14), so it cannot be mistaken for a request.',
        threads: TWO_SERVERS,
        program: program([[domsg(1, 0)], server(1, { ask: { port: 2, message: 1 } }), server(2)], { messages: [0, 1] }),
        turns: [turn(CLIENT), turn(SERVER), turn(SECOND), turn(SERVER), turn(CLIENT)],
      },
    ],
  },
  {
    name: 'blocking-system-call',
    title: 'The blocking system-call port',
    about:
      'The transitional port of the mail: its begin function blocks in the thread of its caller, and then answers a code (C12).',
    runs: [
      {
        title: '`domsg`',
        about:
          'When the mail was written, system calls were messages already, but the code behind them still blocked. Such a port ' +
          'has a begin function that does its work, sleeping where it must, in the caller’s own thread (C10). Here that ' +
          'work is a `domsg` of message 1 to the server. Message 0 itself is never queued: DONE stays set, and no reply is owed ' +
          '(C11). The caller gets the code, and cannot tell (C9).',
        threads: ['caller', 'server'],
        program: program([[domsg(2, 0)], server(1)], { messages: [0, 0], ports: [TRANSITIONAL] }),
        turns: [turn(CLIENT), turn(SERVER), turn(CLIENT)],
      },
      {
        title: '`sendmsg`',
        about:
          'With the same port a `sendmsg` blocks: not because it waits for its message, but because the begin function does. This is ' +
          'why the port is transitional. The promise that matters to the caller holds all the same: it gets no code, and finds ' +
          'the reply on its port (C5).',
        threads: ['caller', 'server'],
        program: program([[sendmsg(2, 0), waitmsg(0)], server(1)], { messages: [0, 0], ports: [TRANSITIONAL] }),
        turns: [turn(CLIENT), turn(SERVER), turn(CLIENT)],
      },
    ],
  },
];
