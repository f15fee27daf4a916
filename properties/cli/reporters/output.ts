/** Where a reporter writes to: standard output, or a file that is begun at once, so that no old report is taken for new. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { UsageError } from '../exit.ts';

/** @param file absent: standard output @throws UsageError for a file that cannot be written */
export function outputTo(file: string | undefined): (text: string) => void {
  if (file === undefined) {
    return (text) => {
      process.stdout.write(text);
    };
  }
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The report cannot be written to "${file}": ${why}`);
  }
  // Colours are for terminals.
  return (text) => appendFileSync(file, stripVTControlCharacters(text));
}
