/** The walkthrough of aborts: the same request is aborted in each phase of its life. */
import { abortmsg, beginmsg, domsg, program, sendmsg, server, waitmsg } from '../../../properties/programs/build.ts';
import { turn, type Walkthrough } from './story.ts';

const CLIENT = 0;
const SERVER = 1;
const BOTH = ['client', 'server'];

export const ABORTING: Walkthrough = {
  name: 'abort',
  title: 'An abort in each phase',
  about: '`abortmsg` is a request (C22): what comes of it depends on where the message is.',
  runs: [
    {
      title: 'On its way',
      about:
        'The abort is asked for while the message is in transit. It is not unlinked from there: the server finds the request ' +
        'when it would take the message, and completes it with ECONNABORTED (53) instead of serving it.',
      threads: BOTH,
      program: program([[sendmsg(1, 0), abortmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] }),
      turns: [turn(CLIENT, 'abortmsg'), turn(SERVER), turn(CLIENT)],
    },
    {
      title: 'Queued',
      about:
        'Two messages arrive together. The server takes the first, and the second is on its queue when its abort is asked for. ' +
        'It comes back with 53, the first with 7: no other message is affected.',
      threads: BOTH,
      program: program([[sendmsg(1, 0), sendmsg(1, 1), abortmsg(1, 1), waitmsg(0), waitmsg(1)], server(1)], {
        messages: [0, 0],
      }),
      turns: [
        turn(CLIENT, 'queues'),
        turn(CLIENT, 'queues'),
        turn(SERVER, 'take'),
        turn(CLIENT),
        turn(SERVER),
        turn(CLIENT),
      ],
    },
    {
      title: 'Taken',
      about:
        'The server has the message. It can see the request, and what it makes of it is its own affair; here it replies 7, ' +
        'and 7 it is.',
      threads: BOTH,
      program: program([[sendmsg(1, 0), abortmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] }),
      turns: [turn(CLIENT, 'queues'), turn(SERVER, 'take'), turn(CLIENT, 'abortmsg'), turn(SERVER), turn(CLIENT)],
    },
    {
      title: 'Replied, but not seen yet',
      about:
        'A synchronous request, begun with `beginmsg`, is replied before its abort is asked for. The request is recorded, and ' +
        'changes neither the flags nor the code (C22). It still shows on the idle message, until the next send clears it (decision 3).',
      threads: BOTH,
      program: program([[beginmsg(1, 0), abortmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] }),
      turns: [turn(CLIENT, 'queues'), turn(SERVER), turn(CLIENT)],
    },
    {
      title: 'Idle again',
      about:
        'The message is collected, and idle. The abort is not even recorded, and above all it does not touch the next send of ' +
        'the same message (decision 3).',
      threads: BOTH,
      program: program([[domsg(1, 0), abortmsg(1, 0), domsg(1, 0)], server(1)], { messages: [0] }),
      turns: [turn(CLIENT), turn(SERVER), turn(CLIENT), turn(SERVER), turn(CLIENT)],
    },
  ],
};
