// The same call after a pause of two milliseconds: whoever serves has gone to sleep.
import { createSyncFn } from 'synckit';
import { domsg } from '../start.mjs';

const PAUSE_MS = 2;
const CALLS = 20;

export const title = 'The same call after a pause of 2 ms';

export async function group() {
  const synckit = createSyncFn(new URL('../peers/synckit.mjs', import.meta.url));
  const variants = [
    { name: 'domsg', sample: afterPauses(await domsg('default')) },
    { name: 'domsg, never spins', sample: afterPauses(await domsg('never spins')) },
    { name: 'synckit', sample: afterPauses(() => synckit(1)) },
  ];
  const compared = [['domsg', 'synckit', { free: 1.5, apart: 1.5, 'one core': 1.5 }]];
  return { variants, compared };
}

/** The median of some calls, the pauses not counted. */
function afterPauses(call) {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  return () => {
    const times = [];
    for (let n = 0; n < CALLS; n += 1) {
      Atomics.wait(clock, 0, 0, PAUSE_MS);
      const begin = process.hrtime.bigint();
      call();
      times.push(Number(process.hrtime.bigint() - begin));
    }
    return times.sort((a, b) => a - b)[CALLS >> 1];
  };
}
