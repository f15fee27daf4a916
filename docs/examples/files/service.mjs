// The system-call port for files: the functions of the I/O worker, and the begin functions that run in its callers.
//
// Files are changed through the service only. The I/O worker does one thing at a time and forgets what it has cached before it
// writes, so that after `write` has returned nobody, in any thread, is given the old text.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createSystem, QUEUE, serve } from 'lwkt';
import { Cache, createCache } from './cache.mjs';

const IO = 0; // the I/O worker's thread
const SMALL = 4096; // bytes of a file that is kept

/** All that the threads of the service share: to be handed to each of them. */
export function createService({ callers }) {
  return {
    system: createSystem({ threads: 1 + callers, messages: 16 * callers, payloadBytes: 64 * 1024 }),
    stats: createCache({ entries: 1024, keyUnits: 256, valueBytes: 24 }),
    texts: createCache({ entries: 256, keyUnits: 256, valueBytes: SMALL }),
  };
}

/** The I/O worker: does what would block, and leaves what is small where every thread finds it. */
export function serveFiles(service) {
  const [stats, texts] = [new Cache(service.stats), new Cache(service.texts)];
  serve(
    service.system,
    { thread: IO, blocking: true },
    {
      stat(path) {
        const { size, mtimeMs, mode } = statSync(path);
        stats.set(path, new Uint8Array(new Float64Array([size, mtimeMs, mode]).buffer));
        return { size, mtimeMs, mode };
      },
      read(path) {
        const bytes = readFileSync(path);
        if (bytes.length <= SMALL) texts.set(path, bytes);
        return bytes.toString();
      },
      write(path, text) {
        stats.delete(path);
        texts.delete(path);
        writeFileSync(path, text);
      },
    },
  );
}

/** The caller's end. What is cached is answered in the caller's own thread, anything else by the I/O worker. */
export function connectToFiles(service) {
  const [stats, texts] = [new Cache(service.stats), new Cache(service.texts)];
  const decoder = new TextDecoder();
  return connect(service.system, {
    to: IO,
    begin: {
      stat(path) {
        const bytes = stats.get(path);
        if (bytes === undefined) return QUEUE;
        const [size, mtimeMs, mode] = new Float64Array(bytes.buffer, 0, 3);
        return { size, mtimeMs, mode };
      },
      read(path) {
        const bytes = texts.get(path);
        return bytes === undefined ? QUEUE : decoder.decode(bytes);
      },
    },
  });
}
