/** Numbers for people. */

/** `2 271 250`; nothing for nothing. */
export function count(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

const LONG = 1e9;

/** As `count`, but large numbers in powers of ten. */
export function scientific(value: number | string | undefined): string | undefined {
  if (typeof value !== 'number') return value;
  return value < LONG ? count(value) : value.toExponential(1).replace('e+', 'e');
}

/** `1.3 M`, `410 k`: how many in a second. */
export function rate(amount: number, seconds: number): string {
  const each = seconds > 0 ? amount / seconds : 0;
  return each >= 1e6 ? `${(each / 1e6).toFixed(1)} M` : `${Math.round(each / 1e3)} k`;
}

/** `12.3 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
