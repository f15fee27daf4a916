// What a search on several threads is of: functions cannot be sent to a thread, so each loads them by the name of a module.
import { type Limits, Program, type System } from '../interleaving/index.ts';

/** A module that makes the system under test. Plain data. */
export interface Source {
  /**
   * The URL of the module, `import.meta.url` for example, as `import` takes it. A module that waits for the search at its top
   * level cannot be this one: it would wait for itself.
   */
  readonly module: string;
  /** The name of the exported function that gives the system, or a promise of it. The same argument gives the same. */
  readonly factory: string;
  /** Its argument: plain data. */
  readonly argument?: unknown;
  readonly limits?: Limits;
}

/** @throws TypeError if the module has no such function */
export async function programFrom(source: Source): Promise<Program> {
  const { module, factory, argument, limits } = source;
  const exported = (await import(/* @vite-ignore */ module)) as Readonly<Record<string, unknown>>;
  const make = exported[factory];
  if (typeof make !== 'function') {
    throw new TypeError(`${module} exports no function ${factory}; it exports ${Object.keys(exported).join(', ')}.`);
  }
  return new Program((await make(argument)) as System, limits);
}
