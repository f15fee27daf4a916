// How long a recording of five real threads takes to judge, and how much memory it needs.
//
//   node test/validate/long.bench.mjs [rounds]        after `npm run build`; 1200 rounds are some 100 000 events
import { abortmsg, domsg, program, sendmsg, server, waitmsg, waitport } from '../../dist/properties/programs/build.js';
import { runOnThreads } from '../../dist/properties/threads/index.js';
import { judge, traceLines } from '../../dist/properties/validate/index.js';

const rounds = Number(process.argv[2] ?? 1200);

const client = (id) =>
  Array.from({ length: rounds }, (_, number) => [
    sendmsg(3, id),
    domsg(4, id + 3),
    sendmsg(3, id + 6),
    ...(number % 7 === 0 ? [abortmsg(3, id + 6)] : []),
    waitmsg(id),
    waitport(id),
  ]).flat();

const busy = program([client(0), client(1), client(2), server(3, { forward: 4 }), server(4)], {
  messages: [0, 1, 2, 0, 1, 2, 0, 1, 2],
});
const now = () => performance.now();
const history = await runOnThreads(busy, { now, capacity: 200_000, jitter: 'none' });
const began = now();
const { verdict, points } = await judge(traceLines(history, 'long.bench'));
const milliseconds = Math.round(now() - began);
const megabytes = Math.round(process.memoryUsage.rss() / 2 ** 20);
console.log(
  `${history.events.length} events: ${verdict}, ${milliseconds} ms, ${points} points, ${megabytes} MiB in all`,
);
