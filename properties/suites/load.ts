/** The suites that a file exports. It is loaded with the look-alikes in place, and so is all that it imports. */
import { existsSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Fingerprints, fingerprintOfFile, fingerprintOfImports, fingerprintsOf } from '../fingerprints/index.ts';
import { checkSuite, type Suite } from '../interleaving/index.ts';

/** A file cannot be used. The message is a sentence that says what to do. */
export class SuiteError extends Error {}

type Exports = Readonly<Record<string, unknown>>;

/**
 * By name; a file that is one suite has it under the empty name.
 *
 * @throws SuiteError
 */
export async function suitesIn(path: string): Promise<ReadonlyMap<string, Suite>> {
  const exported = await exportsOf(path);
  const standard = isObject(exported['default']) ? exported['default'] : {};
  const several = exported['suites'] ?? standard['suites'];
  if (several !== undefined && (!isObject(several) || Object.keys(several).length === 0))
    throw new SuiteError(`${path}: \`suites\` has to be an object of suites, by name.`);
  const one = 'setup' in standard || 'threads' in standard ? standard : exported;
  if (several === undefined && one['setup'] === undefined && one['threads'] === undefined) {
    const names = Object.keys(exported).join(', ') || 'nothing';
    throw new SuiteError(`${path} has to export \`setup\` and \`threads\`, or \`suites\`; it exports ${names}.`);
  }
  const found = new Map(Object.entries(several ?? { '': one }));
  for (const [name, suite] of found) {
    try {
      checkSuite(suite);
    } catch (error) {
      throw new SuiteError(`${suiteName(path, name)}: ${messageOf(error)}`);
    }
  }
  return found as ReadonlyMap<string, Suite>;
}

/** `file` or `file, suite "name"`. */
export function suiteName(file: string, suite: string): string {
  return suite === '' ? file : `${file}, suite "${suite}"`;
}

/** The program is the file itself, and the implementation what it imports by relative paths. */
export function suiteFingerprints(file: string): Fingerprints {
  if (!existsSync(file)) return {};
  const url = pathToFileURL(file);
  return fingerprintsOf({ program: fingerprintOfFile(url), implementation: fingerprintOfImports(url) });
}

/** @throws SuiteError */
async function exportsOf(path: string): Promise<Exports> {
  if (!existsSync(path)) throw new SuiteError(`There is no file "${path}".`);
  if (!statSync(path).isFile()) throw new SuiteError(`"${path}" is no file.`);
  try {
    return (await import(pathToFileURL(path).href)) as Exports;
  } catch (error) {
    throw new SuiteError(`${path} cannot be loaded: ${messageOf(error)}`);
  }
}

function isObject(value: unknown): value is Exports {
  return typeof value === 'object' && value !== null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
