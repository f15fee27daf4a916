// The same call after a pause of two milliseconds: whoever serves has gone to sleep.
import { createSyncFn } from 'synckit';
import { attach, createSystem } from '../../../../dist/impl/index.js';
import { policyOf } from '../policies.mjs';
import { start } from '../start.mjs';

const PAUSE_MS = 2;
const CALLS = 20;

export const title = 'The same call after a pause of 2 ms';

export async function group() {
  const workers = [];
  const lwkt = async (policy) => {
    const system = createSystem({ threads: 2, messages: 1 });
    workers.push(await start('lwkt.mjs', { system, thread: 1, role: 'echo', policy }));
    const me = attach(system, { thread: 0, waiting: policyOf(policy) });
    me.initmsg(0);
    return () => me.domsg(1, 0);
  };
  const synckit = createSyncFn(new URL('../peers/synckit.mjs', import.meta.url));
  const variants = [
    { name: 'domsg', sample: afterPauses(await lwkt('default')) },
    { name: 'domsg, never spins', sample: afterPauses(await lwkt('never spins')) },
    { name: 'synckit', sample: afterPauses(() => synckit(1)) },
  ];
  const compared = [['domsg', 'synckit', { free: 1.5, apart: 1.5, 'one core': 1.5 }]];
  return { variants, compared, close: () => Promise.all(workers.map((worker) => worker.terminate())) };
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
