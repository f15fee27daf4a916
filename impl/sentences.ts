/**
 * The sentences of refused calls and of waits that gave up.
 *
 * They stand apart from the checks because an engine inlines what is small: a check that carries its sentence with it costs
 * a call each time it passes.
 */
import { LwktError } from './error.ts';
import type { Layout } from './layout.ts';

export function noPort(layout: Layout, name: string, port: number): LwktError {
  return new LwktError('EINVAL', `${name}: there is no port ${port}: the system has ${layout.ports}`);
}

export function noMessage(layout: Layout, name: string, message: number): LwktError {
  return new LwktError('EINVAL', `${name}: there is no message ${message}: the system has ${layout.messages}`);
}

export function noCode(message: number, code: number): LwktError {
  return new LwktError('EINVAL', `replymsg: ${code} is no completion code, for message ${message}`);
}

export function isDead(name: string, port: number): LwktError {
  return new LwktError('ENXIO', `${name}: port ${port} is dead: no thread has initialised it`);
}

export function notOwned(id: number, name: string, port: number): LwktError {
  return new LwktError('EPERM', `${name}: port ${port} is not one of thread ${id}'s own`);
}

export function notOwn(id: number, name: string, message: number): LwktError {
  return new LwktError('EPERM', `${name}: message ${message} is not one of thread ${id}'s own`);
}

export function notHeld(id: number, name: string, message: number): LwktError {
  return new LwktError('EPERM', `${name}: thread ${id} does not hold message ${message}`);
}

export function inOtherHands(id: number, name: string, message: number): LwktError {
  return new LwktError('EPERM', `${name}: message ${message} is not in the hands of thread ${id}`);
}

export function notIdle(name: string, message: number): LwktError {
  return new LwktError('EBUSY', `${name}: message ${message} is in use: it is not back from its last send`);
}

export function isDecided(name: string, message: number): LwktError {
  return new LwktError('EBUSY', `${name}: message ${message} is just being sent by the caller`);
}

export function wouldDeadlock(id: number, port: number): LwktError {
  return new LwktError('EDEADLK', `domsg: port ${port} queues, and only the calling thread ${id} could serve it`);
}

/** How a begin function has not kept its word (C11). @param taken whether the message is out of the caller's hands */
export function brokenWord(name: string, port: number, message: number, answer: number, taken: boolean): LwktError {
  const begin = `${name}: the begin function of port ${port}`;
  if ((answer | 0) !== answer)
    return new LwktError('EINVAL', `${begin} answered ${answer}, which is no completion code`);
  const sentence = taken
    ? `took message ${message} and also answered ${answer}; it must answer EASYNC`
    : `answered EASYNC but neither queued nor replied message ${message}`;
  return new LwktError('EINVAL', `${begin} ${sentence}`);
}

export function notReplied(name: string, message: number, timeoutMs: number): LwktError {
  return new LwktError(
    'ETIMEDOUT',
    `${name}: message ${message} was not replied within ${timeoutMs} ms; it is still out`,
  );
}

export function notBack(message: number, timeoutMs: number): LwktError {
  const sentence = `waitmsg: message ${message} did not come back within ${timeoutMs} ms; it is still out`;
  return new LwktError('ETIMEDOUT', sentence);
}

export function nothingCame(id: number, port: number, timeoutMs: number): LwktError {
  const sentence = `waitport: nothing came to port ${port} of thread ${id} within ${timeoutMs} ms`;
  return new LwktError('ETIMEDOUT', sentence);
}
