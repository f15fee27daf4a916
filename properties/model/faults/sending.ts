// Faults of what a send prepares.
import { ASYNC, REPLY } from '../../../model/index.ts';
import type { ModelFault } from './fault.ts';
import { andAlso, fault, simple } from './fault.ts';

export const SENDING: readonly ModelFault[] = [
  fault(
    'domsg keeps ASYNC',
    'C6',
    simple,
    andAlso('domsg', (message, { old }) => {
      message.flags |= old.flags & ASYNC;
    }),
    'domsg prepares',
    'the hint is the sender’s',
  ),
  fault(
    'sendmsg forgets ASYNC',
    'C7',
    simple,
    andAlso('sendmsg', (message) => {
      message.flags &= ~ASYNC;
    }),
    'sendmsg prepares',
    'the hint is the sender’s',
  ),
  fault(
    'beginmsg leaves REPLY set',
    'C6',
    simple,
    andAlso('beginmsg', (message, { old }) => {
      message.flags |= old.flags & REPLY;
    }),
    'domsg prepares',
    'REPLY means an asynchronous reply',
  ),
  fault(
    'sendmsg takes the port of the target as reply port',
    'C7',
    simple,
    andAlso('sendmsg', (message, { p }) => {
      message.replyPort = p.port;
    }),
    'sendmsg prepares',
    'the reply port is the sender’s',
  ),
  fault(
    'an abort request outlives its send',
    'C22',
    simple,
    andAlso('sendmsg', (message, { old }) => {
      message.abortRequest = old.abortRequest;
    }),
    'sendmsg prepares',
    'an abort request belongs to its send',
  ),
  fault(
    'initmsg keeps the flags',
    'C24',
    simple,
    andAlso('initmsg', (message, { old }) => {
      message.flags = old.flags;
    }),
    'initmsg resets',
  ),
];
