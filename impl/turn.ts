/** One turn of the event loop: what `setImmediate` is where there is one. A page has none, and its timers are slow. */

/** Calls `next` after the events that are due now. */
export const nextTurn: (next: () => void) => void = typeof setImmediate === 'function' ? viaImmediate : viaChannel();

function viaImmediate(next: () => void): void {
  setImmediate(next);
}

function viaChannel(): (next: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const due: (() => void)[] = [];
  (port1 as unknown as { onmessage: () => void }).onmessage = () => due.shift()?.();
  return (next) => {
    due.push(next);
    port2.postMessage(undefined);
  };
}
