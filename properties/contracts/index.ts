/** All contracts: what the message ports promise beside what programs of the model can show. */
import {
  abortIsHonoured,
  abortOfTheParked,
  asksWithoutWaiting,
  brokenWord,
  carriesValues,
  failedBegin,
  forwardedReplies,
  insideBegin,
  looksAtItsOwn,
  ownBegins,
  queuesToItsCaller,
} from './calls.ts';
import {
  alivePortIsWhole,
  lookedAtMeanwhile,
  oneMessageOneOriginator,
  oneNumberOneThread,
  onePortOneOwner,
} from './claims.ts';
import type { Contract } from './contract.ts';
import { direct, directAwake } from './direct.ts';
import { misuseIsRefused } from './misuse.ts';
import { attaching, doorOpens, sensibleSizes, sharedMemory, wordsApart } from './systems.ts';
import { givesUp, guesses, looksFirst, quickWait, sleepsOn, wakesOnlySleepers } from './waits.ts';

export { breachOf, type Contract, Endless, type Parts } from './contract.ts';

/** Those that never really sleep come first: who is broken in the way it waits would keep the others waiting. */
export const CONTRACTS: readonly Contract[] = [
  doorOpens,
  quickWait,
  looksFirst,
  guesses,
  direct,
  directAwake,
  givesUp,
  sleepsOn,
  wakesOnlySleepers,
  wordsApart,
  sensibleSizes,
  sharedMemory,
  attaching,
  misuseIsRefused,
  failedBegin,
  brokenWord,
  insideBegin,
  queuesToItsCaller,
  forwardedReplies,
  abortIsHonoured,
  abortOfTheParked,
  asksWithoutWaiting,
  looksAtItsOwn,
  ownBegins,
  carriesValues,
  onePortOneOwner,
  oneMessageOneOriginator,
  oneNumberOneThread,
  alivePortIsWhole,
  lookedAtMeanwhile,
];
