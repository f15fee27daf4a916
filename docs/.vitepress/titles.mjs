// The title of a page: its first heading.
import { readFileSync } from 'node:fs';

/** @param {URL} file */
export function titleOf(file) {
  const [, title] = /^# (.+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  if (title === undefined)
    throw new Error(`${file.pathname} has no title: its first heading is to be one with a single #.`);
  return title.replaceAll('`', '');
}
