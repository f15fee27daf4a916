/**
 * Somebody's own implementation: a module that exports it, loaded by its path.
 *
 * What it exports is an `OwnImplementation`, or a function without parameters that gives one: under the name
 * `implementation`, or as default, or under the name that stands after a `#` in the path. `impl/` itself, and what was made
 * from it, is taken as it is: a module that exports `Thread`, `Layout` and `format`.
 */
import { existsSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprintOfModules } from '../fingerprints/index.ts';
import { type Implementation, type Modules, withModules } from '../implementation.ts';
import { completed, ModuleError, type OwnImplementation } from './own.ts';

/** The names of exports that are looked for, in this order, where none is given. */
const EXPORTS = ['implementation', 'default'] as const;

/** Whether the name of an implementation is the path of a module: `./mine.mjs`, `/home/me/mine.mjs#queue`. */
export function isModulePath(name: string): boolean {
  return name.startsWith('./') || name.startsWith('../') || isAbsolute(name);
}

/** What the implementation in a file is called, if there is such a file: its path, such that `isModulePath`. */
export function modulePath(text: string): string | undefined {
  const { path } = parts(text);
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  return isModulePath(text) ? text : `./${text}`;
}

/** @throws ModuleError if the module cannot be loaded, or does not export what it has to */
export async function loadModule(name: string): Promise<Implementation> {
  const { path } = parts(name);
  const exported = await exportsOf(path);
  // What was loaded is what is run, whatever becomes of the file.
  const print = fingerprintOfModules([pathToFileURL(resolve(path))]);
  const implementation = await exportedBy(name, exported);
  return { ...implementation, fingerprint: () => print };
}

async function exportedBy(name: string, exported: Readonly<Record<string, unknown>>): Promise<Implementation> {
  const { path, wanted } = parts(name);
  if (wanted === undefined && isPorts(exported)) return withModules(name, exported);
  const found = wanted ?? EXPORTS.find((each) => exported[each] !== undefined);
  if (found === undefined) {
    const names = Object.keys(exported).join(', ') || 'nothing';
    throw new ModuleError(`${path} has to export "implementation" or a default; it exports ${names}.`);
  }
  if (exported[found] === undefined) throw new ModuleError(`${path} has no export "${found}".`);
  const what = `The export "${found}" of ${path}`;
  return completed(name, what, await given(exported[found], what));
}

/** This project's own ports, or a copy of them: `impl/index.js` as it stands. */
function isPorts(exported: Readonly<Record<string, unknown>>): exported is Readonly<Record<string, unknown>> & Modules {
  return ['Thread', 'Layout', 'format'].every((part) => typeof exported[part] === 'function');
}

function parts(name: string): { readonly path: string; readonly wanted?: string } {
  const at = name.lastIndexOf('#');
  return at < 0 ? { path: name } : { path: name.slice(0, at), wanted: name.slice(at + 1) };
}

async function exportsOf(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(path)) throw new ModuleError(`There is no file "${path}".`);
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
  } catch (cause) {
    const why = cause instanceof Error ? firstLine(cause.message) : String(cause);
    throw new ModuleError(`${path} cannot be loaded as a module: ${why}`, { cause });
  }
}

/** The implementation itself, or what a function makes. */
async function given(exported: unknown, what: string): Promise<Partial<OwnImplementation>> {
  const made: unknown = typeof exported === 'function' ? await called(exported as () => unknown, what) : exported;
  if (typeof made === 'object' && made !== null) return made;
  const how = typeof exported === 'function' ? 'gives' : 'is';
  const instead = made === null || made === undefined ? String(made) : `a ${typeof made}`;
  throw new ModuleError(`${what} ${how} ${instead}, not an implementation.`);
}

async function called(make: () => unknown, what: string): Promise<unknown> {
  try {
    return await make();
  } catch (cause) {
    throw new ModuleError(`${what} threw: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
