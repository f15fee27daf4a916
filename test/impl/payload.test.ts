/** What a message carries: bytes in place, or a value by structured clone. */
import { beforeEach, expect, test } from 'vitest';
import { attach, createSystem, Layout, Payloads, SLEEP_AT_ONCE, structuredCodec, Thread } from '../../impl/index.ts';
import { MESSAGE } from '../../impl/words.ts';

const BYTES = 200;
const sizeOf = (value: unknown): number => structuredCodec().encode(value, new Uint8Array(0));
let client: Thread;
let server: Thread;

beforeEach(() => {
  const buffer = createSystem({ threads: 2, messages: 2, payloadBytes: BYTES });
  client = attach(buffer, { thread: 0 });
  server = attach(buffer, { thread: 1 });
  client.initmsg(0);
  client.initmsg(1);
});

test('the bytes a sender writes are those its target sees, and back', () => {
  const [here, there] = [new Payloads(client), new Payloads(server)];
  here.bytes(0).fill(7);
  here.bytes(1).fill(9);
  client.sendmsg(1, 0);
  const seen = there.bytes(server.getport(1));
  expect(seen).toEqual(new Uint8Array(BYTES).fill(7));
  seen[BYTES - 1] = 8;
  server.replymsg(0, 0);
  client.waitmsg(0);
  expect(here.bytes(0)[BYTES - 1]).toBe(8);
  expect(here.bytes(1)).toEqual(new Uint8Array(BYTES).fill(9));
});

test('the view is the same each time, ends where the payload ends, and suits doubles', () => {
  const payloads = new Payloads(client);
  const bytes = payloads.bytes(1);
  expect(payloads.bytes(1)).toBe(bytes);
  expect(bytes.byteLength).toBe(BYTES);
  expect(bytes.byteOffset % 8).toBe(0);
  expect(() => new Float64Array(bytes.buffer, bytes.byteOffset, 2)).not.toThrow();
});

test.each([
  undefined,
  null,
  0,
  -1.5,
  123n,
  'text with ünïcode',
  [1, [2, { three: 3 }]],
  new Map([['a', new Set([1, 2])]]),
  new Date(0),
  new Uint8Array([1, 2, 3]),
  { doubles: new Float64Array([0.1, -0]) },
])('the value %o arrives as it was', (value) => {
  const [here, there] = [new Payloads(client), new Payloads(server)];
  here.setvalue(0, value);
  client.beginmsg(1, 0);
  expect(there.getvalue(server.getport(1))).toEqual(value);
  expect(there.getvalue(0)).toEqual(value);
});

test('a value that was got shares nothing with the message', () => {
  const payloads = new Payloads(client);
  payloads.setvalue(0, { bytes: new Uint8Array([1, 2, 3]), words: new Uint32Array([4, 5]) });
  const got = payloads.getvalue(0) as { bytes: Uint8Array; words: Uint32Array };
  payloads.bytes(0).fill(0);
  expect(got.bytes).toEqual(new Uint8Array([1, 2, 3]));
  expect(got.words).toEqual(new Uint32Array([4, 5]));
  expect(got.bytes.buffer).not.toBeInstanceOf(SharedArrayBuffer);
});

test('a message without a value has none', () => {
  expect(new Payloads(client).getvalue(0)).toBeUndefined();
});

test('a value that just fits, and one that does not and changes nothing', () => {
  const payloads = new Payloads(client);
  let text = '';
  while (sizeOf(`${text}x`) <= BYTES) text += 'x';
  payloads.setvalue(0, text);
  expect(payloads.getvalue(0)).toBe(text);
  const size = sizeOf(`${text}x`);
  expect(() => payloads.setvalue(0, `${text}x`)).toThrow(
    `EMSGSIZE: setvalue: the value takes ${size} bytes, and a message of this system carries ${BYTES}`,
  );
  expect(payloads.getvalue(0)).toBe(text);
});

test('what cannot be cloned is refused by the clone, and changes nothing', () => {
  const payloads = new Payloads(client);
  payloads.setvalue(0, 'before');
  expect(() => payloads.setvalue(0, () => 0)).toThrow('could not be cloned');
  expect(payloads.getvalue(0)).toBe('before');
});

test('a begin function may read what it decides about', () => {
  const payloads = new Payloads(client);
  payloads.setvalue(0, { add: [2, 3] });
  client.setbegin(1, (_thread, _port, message) => {
    const { add } = payloads.getvalue(message) as { add: [number, number] };
    return add[0] + add[1];
  });
  expect(client.domsg(1, 0)).toBe(5);
});

test('a system whose messages carry nothing', () => {
  const thread = attach(createSystem({ threads: 1, messages: 1 }));
  thread.initmsg(0);
  const payloads = new Payloads(thread);
  expect(payloads.bytes(0)).toHaveLength(0);
  expect(() => payloads.setvalue(0, 1)).toThrow('and a message of this system carries 0');
});

test('the length of a value is no payload byte', () => {
  const payloads = new Payloads(client);
  payloads.setvalue(0, 'x');
  expect(client.memory.get(client.layout.message(0) + MESSAGE.length)).toBe(sizeOf('x'));
});

test('a thread that is not on a SharedArrayBuffer has no payload bytes', () => {
  const layout = new Layout({ threads: 1, messages: 1 });
  const { memory } = client;
  const elsewhere = { ...memory, get: () => 0, set: () => undefined } as unknown as Thread['memory'];
  expect(() => new Payloads(new Thread(elsewhere, layout, 0, SLEEP_AT_ONCE))).toThrow(TypeError);
});
