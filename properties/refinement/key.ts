/** A state of the model as a short string: equal strings, equal states. */
import type { CallName, Place, State } from '../../model/index.ts';

const PLACES: readonly Place[] = ['idle', 'begun', 'sent', 'queued', 'taken', 'answered', 'returning', 'parked'];
const CALLS: readonly CallName[] = ['domsg', 'sendmsg', 'beginmsg', 'forwardmsg', 'waitmsg', 'waitport'];
const PLACE_NUMBER: ReadonlyMap<string, number> = new Map(PLACES.map((place, index) => [place, index]));
const CALL_NUMBER: ReadonlyMap<string, number> = new Map(CALLS.map((name, index) => [name, index]));

export function keyOf({ messages, ports, threads }: State): string {
  const codes: number[] = [];
  for (const m of messages) {
    const place = (PLACE_NUMBER.get(m.place) ?? 0) * 2 + (m.abortRequest ? 1 : 0);
    codes.push(m.flags, place, m.holder + 1, m.at + 1, m.replyPort + 1, m.error & 0xffff, (m.error >> 16) & 0xffff);
  }
  for (const { queue, transit } of ports) codes.push(queue.length, ...queue, transit.length, ...transit);
  for (const { calls } of threads) {
    codes.push(calls.length);
    for (const { name, port, message } of calls) codes.push(CALL_NUMBER.get(name) ?? 0, port + 1, message + 1);
  }
  return String.fromCharCode(...codes);
}
