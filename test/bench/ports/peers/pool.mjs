// The task of piscina and tinypool.
import { pin } from '../place.mjs';

pin(1);
export default function echo(value) {
  return value;
}
