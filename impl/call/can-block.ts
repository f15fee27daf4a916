/** Whether the calling thread may block. The main thread of a page may not, and the engine says so when it is tried. */

let known: boolean | undefined;

export function canBlock(): boolean {
  if (known === undefined) {
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
      known = true;
    } catch {
      known = false;
    }
  }
  return known;
}
