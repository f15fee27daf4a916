/**
 * The preconditions of the calls: misuse is refused with an `LwktError` before anything has changed (C24).
 *
 * They read words of the calling thread alone, and heads and claims, which are atomic: to look at a message that another
 * thread may be writing would itself be a data race (C23).
 */
import { EASYNC } from '../model/names.ts';
import type { Self } from './delivery.ts';
import { owns } from './delivery.ts';
import { LwktError } from './error.ts';
import { PORT } from './layout.ts';
import { DEAD } from './queue.ts';
import { asOriginator, HELD, IDLE, isDeciding, PARKED, STRANGER } from './standing.ts';

/** What the calling thread knows of a message. */
export function standingOf(self: Self, message: number): number {
  return self.memory.get(self.layout.standing(self.id, message));
}

/** The originator's part of the standing. @throws LwktError EINVAL, EPERM */
export function originatorOf(self: Self, name: string, message: number): number {
  checkMessageIndex(self, name, message);
  const mine = asOriginator(standingOf(self, message));
  if (mine === STRANGER)
    throw new LwktError('EPERM', `${name}: message ${message} is not one of thread ${self.id}'s own`);
  return mine;
}

/** @throws LwktError EBUSY */
export function checkIdle(self: Self, name: string, message: number): void {
  if (standingOf(self, message) !== IDLE)
    throw new LwktError('EBUSY', `${name}: message ${message} is in use: it is not back from its last send`);
}

/** Only an idle message of one's own may be sent. One look tells, if it is. @throws LwktError EINVAL, EPERM, EBUSY */
export function checkSendable(self: Self, name: string, message: number): void {
  checkMessageIndex(self, name, message);
  if (standingOf(self, message) === IDLE) return;
  originatorOf(self, name, message);
  checkIdle(self, name, message);
}

/** Refuses a look at what is in other hands. @throws LwktError EINVAL, EPERM */
export function checkOwner(self: Self, name: string, message: number): void {
  checkMessageIndex(self, name, message);
  const standing = standingOf(self, message);
  const mine = asOriginator(standing);
  if (mine === IDLE || mine === PARKED || isDeciding(standing) || (standing & HELD) !== 0) return;
  throw new LwktError('EPERM', `${name}: message ${message} is not in the hands of thread ${self.id}`);
}

/** What the head of a live port holds. @throws LwktError EINVAL, ENXIO */
export function headOf(self: Self, name: string, port: number): number {
  checkPortIndex(self, name, port);
  const head = self.memory.load(self.layout.port(port) + PORT.head);
  if (head === DEAD) throw new LwktError('ENXIO', `${name}: port ${port} is dead: no thread has initialised it`);
  return head;
}

/** @throws LwktError EINVAL, ENXIO, EPERM */
export function checkOwned(self: Self, name: string, port: number): void {
  checkPortIndex(self, name, port);
  if (owns(self, port)) return;
  headOf(self, name, port);
  throw new LwktError('EPERM', `${name}: port ${port} is not one of thread ${self.id}'s own`);
}

/** @throws LwktError EINVAL */
export function checkPortIndex(self: Self, name: string, port: number): void {
  if (port >>> 0 === port && port < self.layout.ports) return;
  throw new LwktError('EINVAL', `${name}: there is no port ${port}: the system has ${self.layout.ports}`);
}

/** @throws LwktError EINVAL */
export function checkMessageIndex(self: Self, name: string, message: number): void {
  if (message >>> 0 === message && message < self.layout.messages) return;
  throw new LwktError('EINVAL', `${name}: there is no message ${message}: the system has ${self.layout.messages}`);
}

/** A completion code is any 32-bit whole number but EASYNC (decision 9). */
export function isCode(code: number): boolean {
  return (code | 0) === code && code !== EASYNC;
}

/** How a begin function has not kept its word (C11). @param taken whether the message is out of the caller's hands */
export function brokenWord(name: string, port: number, message: number, answer: number, taken: boolean): LwktError {
  const begin = `${name}: the begin function of port ${port}`;
  if (answer !== EASYNC && !isCode(answer))
    return new LwktError('EINVAL', `${begin} answered ${answer}, which is no completion code`);
  const sentence = taken
    ? `took message ${message} and also answered ${answer}; it must answer EASYNC`
    : `answered EASYNC but neither queued nor replied message ${message}`;
  return new LwktError('EINVAL', `${begin} ${sentence}`);
}
