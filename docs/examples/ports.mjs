// A caller that blocks, a caller that does not, and one server: the same port, the same message.
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { attach, createSystem } from 'lwkt';

const SERVER = 1; // a thread's number, and that of its built-in port

if (isMainThread) {
  const system = createSystem({ threads: 2, messages: 2, payloadBytes: 64 });
  const worker = new Worker(new URL(import.meta.url), { workerData: system });
  const me = attach(system, { thread: 0 });
  await new Promise((resolve) => worker.once('message', resolve));
  me.initmsg(0);
  me.initmsg(1);

  console.log('domsg returns', me.domsg(SERVER, 0)); // waits for the reply

  me.sendmsg(SERVER, 0); // returns at once, both times
  me.sendmsg(SERVER, 1);
  console.log('waitmsg returns', me.waitmsg(1), 'and', me.waitmsg(0));

  // Nobody is asked: the begin function runs in this thread and answers. The caller cannot tell.
  me.setbegin(SERVER, () => 42);
  console.log('domsg returns', me.domsg(SERVER, 0));
  me.sendmsg(SERVER, 1);
  console.log('waitmsg returns', me.waitmsg(1));
  await worker.terminate();
} else {
  const { parentPort } = await import('node:worker_threads');
  const me = attach(workerData, { thread: SERVER });
  parentPort.postMessage('ready');
  for (;;) me.replymsg(me.waitport(SERVER), 7);
}
