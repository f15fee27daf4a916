/**
 * The preconditions of the calls: misuse is refused with an `LwktError` before anything has changed (C24).
 *
 * They read words of the calling thread alone, and heads and claims, which are atomic: to look at a message that another
 * thread may be writing would itself be a data race (C23).
 */
import * as NAMES from '../model/names.ts';
import type { Self } from './delivery.ts';
import { owns } from './delivery.ts';
import { inOtherHands, isDead, noMessage, noPort, notIdle, notOwn, notOwned } from './sentences.ts';
import * as STANDING from './standing.ts';
import { asOriginator, isDeciding } from './standing.ts';
import * as WORDS from './words.ts';

const { EASYNC } = NAMES;
const { HELD, IDLE, PARKED, STRANGER, UNKNOWN } = STANDING;
const { DEAD, PORT } = WORDS;

/** What the calling thread knows of a message. */
export function standingOf(self: Self, message: number): number {
  return self.memory.get(self.layout.standing(self.id, message));
}

/** The originator's part of the standing. @throws LwktError EINVAL, EPERM */
export function originatorOf(self: Self, name: string, message: number): number {
  checkMessageIndex(self, name, message);
  const mine = asOriginator(standingOf(self, message));
  if (mine === STRANGER) throw notOwn(self.id, name, message);
  return mine;
}

/** Only an idle message of one's own may be sent. One look tells, if it is. @throws LwktError EINVAL, EPERM, EBUSY */
export function checkSendable(self: Self, name: string, message: number): void {
  checkMessageIndex(self, name, message);
  const standing = standingOf(self, message);
  if (standing === IDLE) return;
  throw asOriginator(standing) === STRANGER ? notOwn(self.id, name, message) : notIdle(name, message);
}

/** Refuses a look at what is in other hands. @throws LwktError EINVAL, EPERM */
export function checkOwner(self: Self, name: string, message: number): void {
  checkMessageIndex(self, name, message);
  const standing = standingOf(self, message);
  const mine = asOriginator(standing);
  if (mine === IDLE || mine === PARKED || isDeciding(standing) || (standing & HELD) !== 0) return;
  throw inOtherHands(self.id, name, message);
}

/** Who has put something there need not look again. @throws LwktError EINVAL, ENXIO */
export function checkLive(self: Self, name: string, port: number): void {
  checkPortIndex(self, name, port);
  if (self.memory.get(self.layout.known(self.id, port)) !== UNKNOWN) return;
  if (self.memory.load(self.layout.port(port) + PORT.head) === DEAD) throw isDead(name, port);
}

/** @throws LwktError EINVAL, ENXIO, EPERM */
export function checkOwned(self: Self, name: string, port: number): void {
  checkPortIndex(self, name, port);
  if (owns(self, port)) return;
  checkLive(self, name, port);
  throw notOwned(self.id, name, port);
}

/** @throws LwktError EINVAL */
export function checkPortIndex(self: Self, name: string, port: number): void {
  if (port >>> 0 !== port || port >= self.layout.ports) throw noPort(self.layout, name, port);
}

/** @throws LwktError EINVAL */
export function checkMessageIndex(self: Self, name: string, message: number): void {
  if (message >>> 0 !== message || message >= self.layout.messages) throw noMessage(self.layout, name, message);
}

/** A completion code is any 32-bit whole number but EASYNC (decision 9). */
export function isCode(code: number): boolean {
  return (code | 0) === code && code !== EASYNC;
}
