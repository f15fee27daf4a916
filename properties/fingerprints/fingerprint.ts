/**
 * The fingerprint of texts: eight digits that tell one version of them from another.
 *
 * It is FNV-1a of 32 bits, over the units of UTF-16, with the last mixing of MurmurHash3. Nothing of the machine is in it, so
 * that the same texts have the same fingerprint everywhere. It is against slips of the memory and not against malice: of two
 * texts that differ, one pair in four milliards has the same.
 */

/** Eight hexadecimal digits. Where one text ends and the next begins counts too. */
export function fingerprint(texts: readonly string[]): string {
  let hash = 0x811c9dc5;
  const take = (unit: number): void => {
    hash = Math.imul(hash ^ unit, 0x01000193);
  };
  for (const text of texts) {
    for (let at = 0; at < text.length; at++) take(text.charCodeAt(at));
    // No unit of UTF-16 is as large.
    take(0x10000);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0');
}

/** Data as text that does not depend on the order of its fields. What is undefined or a function is left out. */
export function canonical(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => (isRecord(value) ? inOrder(value) : value)) ?? 'null';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inOrder(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(keys.map((key) => [key, record[key]]));
}
