import { pin } from '../place.mjs';

pin(1);
export async function echo(value) {
  return value;
}
