/** Where the modules of the package lie once they are built: threads start from them, and faults are seeded into them. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Run from the sources, as tests are, it is what the last build has left. */
const BUILT = new URL(import.meta.url.endsWith('.ts') ? '../dist/' : '../', import.meta.url);

/**
 * @param file from the root of what is built: `impl/queue.js`
 * @throws Error if it is not there
 */
export function builtFile(file: string): URL {
  const url = new URL(file, BUILT);
  if (!existsSync(url)) throw new Error(`${fileURLToPath(url)} is missing: run "npm run build" first`);
  return url;
}
