// What a message costs as there are more of them: one after another, in flight, and over ports.
import { attach, createSystem } from '../../../../dist/impl/index.js';
import { served } from '../start.mjs';

export const title = 'What a message costs as there are more';

const TOTALS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];
const OUTSTANDING = [1, 10, 100, 1000];
const PORTS = [1, 2, 4, 8, 16, 32, 64];
const LEAST = 20_000;

export async function group() {
  const lines = [
    { of: 'messages in all', points: await totals() },
    { of: 'messages outstanding', points: await outstanding() },
    { of: 'ports', points: ports() },
  ];
  return { lines };
}

/** So many messages, 64 of them under way. Few are sent again and again, until there is something to measure. */
async function totals() {
  const flight = await flightOf(64);
  flight(LEAST);
  return TOTALS.map((total) => {
    const rounds = Math.ceil(LEAST / total);
    return [total, timed(() => repeat(rounds, () => flight(total))) / (rounds * total)];
  });
}

async function outstanding() {
  const points = [];
  for (const width of OUTSTANDING) {
    const flight = await flightOf(width);
    flight(LEAST);
    points.push([width, timed(() => flight(10 * LEAST)) / (10 * LEAST)]);
  }
  return points;
}

/** Sends to ports of one's own in turn, and serves each. */
function ports() {
  return PORTS.map((count) => {
    const me = attach(createSystem({ threads: 1, messages: count, ports: 1 + count }), { thread: 0 });
    for (let n = 0; n < count; n += 1) {
      me.initport(1 + n);
      me.initmsg(n);
    }
    const round = () => {
      for (let n = 0; n < count; n += 1) me.sendmsg(1 + n, n);
      for (let n = 0; n < count; n += 1) me.replymsg(me.getport(1 + n), 0);
      for (let n = 0; n < count; n += 1) me.waitmsg(n);
    };
    const rounds = Math.ceil((20 * LEAST) / count);
    repeat(rounds, round);
    return [count, timed(() => repeat(rounds, round)) / (rounds * count)];
  });
}

async function flightOf(width) {
  const me = await served('echo', { messages: width });
  return (count) => {
    let sent = 0;
    for (; sent < width && sent < count; sent += 1) me.sendmsg(1, sent);
    for (let back = 0; back < count; back += 1) {
      const message = me.waitport(0);
      if (sent < count) me.sendmsg(1, message);
      sent += 1;
    }
  };
}

function repeat(times, body) {
  for (let n = 0; n < times; n += 1) body();
}

function timed(body) {
  const begin = process.hrtime.bigint();
  body();
  return Number(process.hrtime.bigint() - begin);
}
