// What a worker serves: any module. Its functions may be async, and may throw.
export const add = (a, b) => a + b;

export async function slow(value, ms) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return value;
}

export function fail() {
  throw Object.assign(new RangeError('too far'), { code: 'EFAR' });
}
