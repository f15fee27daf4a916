/** All step properties. */

import { abortBeforeService, abortOnlyAsks, forwardKeeps } from './aborting.ts';
import { oneMessageAStep, onlyTheCallerMoves, onlyTheOwnerActs, queuesChangeAtTheirEnds } from './always.ts';
import {
  answeringACodeOwesNothing,
  begunIsTheBeginFunctions,
  noQueueToOneself,
  queueingAccepts,
  sendmsgRepliesForTheTarget,
} from './deciding.ts';
import { arrivalJoinsTheQueue, asynchronousReply, errorStays, oneReply, synchronousReply } from './replying.ts';
import {
  beginmsgReportsTheAnswer,
  domsgPrepares,
  initmsgResets,
  neverReturnsEasync,
  returnsTheCode,
  sendmsgPrepares,
  sendmsgReportsNothing,
} from './sending.ts';
import type { StepProperty } from './step.ts';
import {
  arrivesInOrder,
  getportNeverBlocks,
  takenInOrder,
  takesTheHead,
  waitingTouchesNothing,
  waitmsgCollects,
} from './taking.ts';

export { type Step, type StepProperty, stepOf } from './step.ts';

/** What holds of every step, said from the state before and the state after. */
export const STEP_PROPERTIES: readonly StepProperty[] = [
  neverReturnsEasync,
  returnsTheCode,
  sendmsgReportsNothing,
  beginmsgReportsTheAnswer,
  domsgPrepares,
  sendmsgPrepares,
  initmsgResets,
  sendmsgRepliesForTheTarget,
  answeringACodeOwesNothing,
  queueingAccepts,
  noQueueToOneself,
  begunIsTheBeginFunctions,
  synchronousReply,
  asynchronousReply,
  arrivalJoinsTheQueue,
  oneReply,
  errorStays,
  takesTheHead,
  getportNeverBlocks,
  takenInOrder,
  arrivesInOrder,
  waitmsgCollects,
  waitingTouchesNothing,
  abortOnlyAsks,
  abortBeforeService,
  forwardKeeps,
  oneMessageAStep,
  onlyTheOwnerActs,
  queuesChangeAtTheirEnds,
  onlyTheCallerMoves,
];
