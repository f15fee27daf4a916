/** The programs in which a server watches a message: where it looks before it sleeps, and a client asks again. */
import { beginmsg, domsg, getport, limited, program, replymsg, sendmsg, server, waitmsg, waitport } from './build.ts';
import { type Scenario, scenario } from './scenario.ts';

export const DIRECT_SCENARIOS: readonly Scenario[] = [
  scenario(
    'direct requests',
    'a client asks again and again, and the server watches its message',
    program([[domsg(1, 0), domsg(1, 0), domsg(1, 0)], server(1)], { messages: [0], payload: true, attempts: 1 }),
  ),
  scenario(
    'direct, behind another message',
    'what a client has sent before its direct request comes first',
    program([[domsg(1, 0), sendmsg(1, 1), domsg(1, 0), waitmsg(1)], server(1)], { messages: [0, 0], attempts: 1 }),
  ),
  scenario(
    'direct, of two messages',
    'the server watches one message, and passes it over twice for another',
    program([[domsg(1, 0), domsg(1, 1), domsg(1, 1)], server(1)], { messages: [0, 0], attempts: 1 }),
  ),
  scenario(
    'direct, and beginmsg',
    'the server finds a request in the inbox whose message it watches',
    program([[domsg(1, 0), beginmsg(1, 0), waitmsg(0), domsg(1, 0)], server(1)], { messages: [0], attempts: 1 }),
  ),
  scenario(
    'direct, and sendmsg',
    'the server finds a message that it watches in the inbox, to be replied to a port',
    program([[domsg(1, 0), sendmsg(1, 0), waitmsg(0), domsg(1, 0)], server(1)], { messages: [0], attempts: 1 }),
  ),
  scenario(
    'direct, and time-outs',
    'a domsg that may give up is not direct, so that what its client sends next comes behind it',
    program([[domsg(1, 0), limited(domsg(1, 0)), sendmsg(1, 1), waitmsg(0), waitmsg(1)], server(1)], {
      messages: [0, 0],
      attempts: 1,
    }),
  ),
  scenario(
    'direct, misused',
    'a domsg of a watched message to a port of one’s own, a dead one or none is refused, and it is watched as before',
    program([[domsg(1, 0), domsg(0, 0), domsg(2, 0), domsg(6, 0), domsg(1, 0)], server(1)], {
      messages: [0],
      ports: [{ owner: -1 }],
      attempts: 1,
    }),
  ),
  scenario(
    'direct, then kept',
    'the server looks for more before it replies',
    program(
      [
        [domsg(1, 0), domsg(1, 0), domsg(1, 0)],
        [waitport(1), waitport(1, 1, { keep: true }), getport(1), limited(waitport(1)), replymsg(0, 5), waitport(1)],
      ],
      { messages: [0], attempts: 1 },
    ),
  ),
  scenario(
    'direct, by getport',
    'the server has waited once, then it polls',
    program(
      [
        [domsg(1, 0), domsg(1, 0)],
        [waitport(1), getport(1, 'forever')],
      ],
      { messages: [0], attempts: 1 },
    ),
  ),
  scenario(
    'direct, to two servers',
    'one watches the message while it is out to the other',
    program([[domsg(1, 0), domsg(2, 0), domsg(1, 0)], server(1), server(2)], { messages: [0], attempts: 1 }),
  ),
  scenario(
    'direct, to a server that has ended',
    'the first server watches a message and never looks again, so that the second one may not watch it',
    program([[domsg(1, 0), domsg(2, 0)], [waitport(1)], server(2)], { messages: [0], attempts: 1 }),
  ),
  scenario(
    'direct, then forwarded',
    'the server hands on what has come directly',
    program([[domsg(1, 0), domsg(1, 0)], [waitport(1), waitport(1, 2, { forward: 2 })], server(2)], {
      messages: [0],
      attempts: 1,
    }),
  ),
  scenario(
    'direct, then completed elsewhere',
    'the server hands on what has come directly, and is to reply it after all',
    program(
      [
        [domsg(1, 0), domsg(1, 0), domsg(1, 0)],
        [waitport(1), waitport(1, 1, { forward: 2 }), waitport(1)],
      ],
      {
        messages: [0],
        ports: [{ owner: 1, begin: { does: 'complete', code: 5 } }],
        attempts: 1,
      },
    ),
  ),
  scenario(
    'direct, while one waits for a reply',
    'the server waits for a reply at the port where it watches',
    program([[domsg(1, 0), domsg(1, 0)], [waitport(1), sendmsg(2, 1), waitmsg(1), waitport(1)], [waitport(2)]], {
      messages: [0, 1],
      attempts: 1,
    }),
  ),
  scenario(
    'looks at one’s own, come round',
    'a request is found by a look where its originator serves, who remains its originator and does not watch it',
    program(
      [
        [beginmsg(1, 0), waitport(0), waitmsg(0), domsg(1, 0)],
        [waitport(1, 1, { forward: 0 }), waitport(1)],
      ],
      {
        messages: [0],
        attempts: 1,
      },
    ),
  ),
];
