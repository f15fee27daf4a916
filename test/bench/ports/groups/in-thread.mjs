// A call that the begin function completes in the thread of its caller. Called through a table, so that nothing is inlined.
// What is counted stays a small integer: a sum that outgrows one costs an allocation each time.
import { attach, createSystem } from '../../../../dist/impl/index.js';

export const title = 'A call completed in the thread of its caller';

export async function group() {
  const me = attach(createSystem({ threads: 2, messages: 2, ports: 3 }), { thread: 0 });
  const other = me.id + 1;
  me.initmsg(0);
  const code = (_thread, _port, message) => message & 7;
  const table = [
    code,
    (_t, _p, m) => m & 3,
    (_t, _p, m) => m & 1,
    (_t, p) => p & 1,
    () => 0,
    () => 1,
    () => 2,
    () => 3,
  ];
  me.initport(2, code);
  let sum = 0;
  const variants = [
    {
      name: 'call through a table of functions',
      run: (count) => {
        for (let n = 0; n < count; n += 1) sum = (sum + table[n & 7](me, other, 0)) | 0;
        return sum;
      },
    },
    {
      name: 'domsg',
      run: (count) => {
        for (let n = 0; n < count; n += 1) sum = (sum + me.domsg(2, 0)) | 0;
        return sum;
      },
      over: 'call through a table of functions',
      most: 3,
    },
    {
      name: 'sendmsg to oneself, getport, replymsg, waitmsg',
      run: (count) => {
        for (let n = 0; n < count; n += 1) {
          me.sendmsg(0, 0);
          me.replymsg(me.getport(0), 0);
          sum = (sum + me.waitmsg(0)) | 0;
        }
        return sum;
      },
    },
    {
      name: 'await of what is there',
      run: async (count) => {
        for (let n = 0; n < count; n += 1) sum = (sum + (await n)) | 0;
        return sum;
      },
    },
  ];
  return {
    variants,
    compared: [['domsg', 'await of what is there', { free: 4, apart: 4, 'one core': 4 }]],
  };
}
