/** What a person may have meant by a name: letters and digits count, and a name may be cut short. */

/** The names that were meant: the one that was written, or else all that it is a part of. */
export function namesMeant(text: string, names: readonly string[]): readonly string[] {
  const exact = names.find((name) => plain(name) === plain(text));
  if (exact !== undefined) return [exact];
  return plain(text) === '' ? [] : names.filter((name) => plain(name).includes(plain(text)));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
}
