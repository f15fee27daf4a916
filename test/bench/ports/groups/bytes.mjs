// A call that carries 256 bytes there and back, from and to a buffer of the caller.
import { createSyncFn } from 'synckit';
import { Payloads } from '../../../../dist/impl/index.js';
import { repeated, served, throughPort } from '../start.mjs';

const BYTES = 256;

export const title = 'A call that carries 256 bytes there and back';

export async function group() {
  const mine = new Uint8Array(BYTES);
  const me = await served('bytes', { payloadBytes: BYTES });
  const payloads = new Payloads(me);
  const there = await throughPort();
  const synckit = createSyncFn(new URL('../peers/synckit.mjs', import.meta.url));
  const inPlace = () => {
    payloads.bytes(0).set(mine);
    me.domsg(1, 0);
    mine.set(payloads.bytes(0));
  };
  const variants = [
    { name: 'domsg, bytes in place', run: repeated(inPlace) },
    { name: 'receiveMessageOnPort', run: repeated(() => mine.set(there(mine))) },
    { name: 'synckit', run: repeated(() => mine.set(synckit(mine))) },
  ];
  const compared = [['domsg, bytes in place', 'synckit', { free: 50, 'one core': 1.4 }]];
  return { variants, compared };
}
