/** What every recorded history must satisfy, whatever the ports do: told from the program alone. */
import type { History } from '../../properties/history/history.ts';
import type { Call } from '../../properties/programs/program.ts';

const HANDS_OVER: readonly string[] = ['domsg', 'waitmsg', 'getport', 'waitport'];

/** What is wrong with a history as a recording, in sentences. */
export function complaints({ program, events }: History): string[] {
  const found: string[] = [];
  for (const thread of program.threads.keys()) {
    let call: Call | undefined;
    let made = 0;
    for (const [index, event] of events.entries()) {
      if (event.thread !== thread) continue;
      if ('call' in event) {
        if (call !== undefined) found.push(`event ${index}: thread ${thread} calls inside a call`);
        if (event.call.thread !== thread) found.push(`event ${index}: the call of another thread`);
        call = event.call;
        made++;
        continue;
      }
      if (call === undefined) found.push(`event ${index}: thread ${thread} returns from nothing`);
      const value = 'value' in event.result ? event.result.value : null;
      const expected = call !== undefined && value !== null && HANDS_OVER.includes(call.name);
      if (expected !== (event.seen !== undefined)) found.push(`event ${index}: seen ${JSON.stringify(event.seen)}`);
      call = undefined;
    }
    if (made === 0 && (program.threads[thread]?.length ?? 0) > 0) found.push(`thread ${thread} has made no call`);
  }
  return found;
}

/** The calls of a thread, as text. */
export function callsOf({ events }: History, thread: number): string[] {
  return events.flatMap((event) => {
    if (!('call' in event) || event.thread !== thread) return [];
    const { name, port, message } = event.call;
    return [`${name} ${port} ${message}`];
  });
}
