/** All contracts: what the message ports promise beside what programs of the model can show. */
import {
  abortIsHonoured,
  asksWithoutWaiting,
  brokenWord,
  failedBegin,
  forwardedReplies,
  insideBegin,
  looksAtItsOwn,
  ownBegins,
  queuesToItsCaller,
} from './calls.ts';
import { alivePortIsWhole, oneMessageOneOriginator, oneNumberOneThread, onePortOneOwner } from './claims.ts';
import type { Contract } from './contract.ts';
import { misuseIsRefused } from './misuse.ts';
import { attaching, sensibleSizes, wordsApart } from './systems.ts';
import { givesUp, looksFirst, quickWait, sleepsOn, wakesOnlySleepers } from './waits.ts';

export { breachOf, type Contract, type Parts } from './contract.ts';

export const CONTRACTS: readonly Contract[] = [
  misuseIsRefused,
  failedBegin,
  brokenWord,
  insideBegin,
  queuesToItsCaller,
  forwardedReplies,
  abortIsHonoured,
  asksWithoutWaiting,
  looksAtItsOwn,
  ownBegins,
  quickWait,
  looksFirst,
  givesUp,
  sleepsOn,
  wakesOnlySleepers,
  onePortOneOwner,
  oneMessageOneOriginator,
  oneNumberOneThread,
  alivePortIsWhole,
  wordsApart,
  sensibleSizes,
  attaching,
];
