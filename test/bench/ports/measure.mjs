// Samples of several variants, taken in turns (A B C … C B A …) in one process: the same code differs by a factor of
// hundreds between placements, and by two between moods of the machine, so that only what is measured together compares.

const SAMPLE_NS = 4e6;
const WARM_NS = 1e8;
const COUNT_MOST = 1e6;

/**
 * @param variants each with `run(count)`, timed as a whole, or `sample()`, which times by itself and gives ns of one operation
 * @returns of each the nanoseconds of one operation, a sample a round
 */
export async function inTurns(variants, rounds) {
  const counts = [];
  for (const variant of variants) {
    await warm(variant);
    counts.push(variant.sample === undefined ? await calibrated(variant) : 1);
  }
  const samples = variants.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    const order = [...variants.keys()];
    if (round % 2 === 1) order.reverse();
    for (const at of order) samples[at].push(await sampled(variants[at], counts[at]));
  }
  return samples;
}

export function quantile(list, q) {
  return list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * q)];
}

/** Until the engine has optimised it. */
async function warm(variant) {
  if (variant.sample !== undefined) {
    for (let round = 0; round < 3; round += 1) await variant.sample();
    return;
  }
  await runWarm(variant, 200);
}

async function runWarm(variant, count) {
  for (let ns = 0; ns < WARM_NS; ) ns += await timed(variant, count);
}

/** How many operations take as long as a sample is to take. */
async function calibrated(variant) {
  for (let count = 8; ; count *= 2) {
    if ((await timed(variant, count)) > SAMPLE_NS / 2 || count > COUNT_MOST) return count;
  }
}

async function sampled(variant, count) {
  if (variant.sample !== undefined) return variant.sample();
  // The variant before has left the threads on the cores that it wants, and asleep.
  await runWarm(variant, count);
  return (await timed(variant, count)) / count;
}

async function timed({ run }, count) {
  const start = process.hrtime.bigint();
  await run(count);
  return Number(process.hrtime.bigint() - start);
}
