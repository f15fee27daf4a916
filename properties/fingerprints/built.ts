/** The fingerprints of what the package itself is made of, of the text that was built. Each is made once, when it is asked for. */
import { builtFile } from '../built-file.ts';
import { fingerprintOfModules } from './modules.ts';

const made = new Map<string, string | undefined>();

/** The ports under `impl/`: the modules that the checker runs. Undefined: there is no build. */
export function fingerprintOfPorts(): string | undefined {
  return built('impl/', ['thread.js', 'layout.js', 'system.js']);
}

/** The model, all of it. */
export function fingerprintOfModel(): string | undefined {
  return built('model/', ['index.js']);
}

/** The seeded faults of the model. */
export function fingerprintOfModelFaults(): string | undefined {
  return built('properties/model/faults/', ['index.js']);
}

/** The algorithm of 2003, and what became of it. */
export function fingerprintOf2003(): string | undefined {
  return built('properties/faults/lwkt-2003/', ['implementation.js']);
}

function built(folder: string, entries: readonly string[]): string | undefined {
  if (!made.has(folder)) made.set(folder, fresh(folder, entries));
  return made.get(folder);
}

function fresh(folder: string, entries: readonly string[]): string | undefined {
  try {
    const modules = entries.map((entry) => builtFile(folder + entry));
    return fingerprintOfModules(modules, { within: builtFile(folder) });
  } catch {
    // Run from the sources before anything was built. What is not known is not compared.
    return undefined;
  }
}
