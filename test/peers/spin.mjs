// Explores a bounded system with SPIN: its numbers are written as configuration.h, SPIN makes a verifier of lwkt.pml,
// which is compiled, run, and asked what it counted.
//
//   node test/peers/spin.mjs [part of a name] [--depth-first]       after `npm run build`; SPIN beside lwkt's own search
//   node test/peers/spin.mjs --record                               writes spin.json anew
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configurationHeader } from './configuration-header.mjs';

const TWIN = fileURLToPath(new URL('lwkt.pml', import.meta.url));
/** SPIN leaves out of the state what is written and never read, and what is dead; this is what compares states. */
const KEEP_ALL_VARIABLES = ['-o1', '-o2'];
/** No reduction: all interleavings, and so all states. */
const NO_REDUCTION = ['-DSAFETY', '-DNOREDUCE', '-DVECTORSZ=4096'];
/** All dead ends are counted, and none is written to a trail. */
const COUNT_ALL = ['-c0', '-n'];
const DEPTH_LIMIT = 1_000_000;
const TABLE = '-w22';

const BUILD_LIMIT = 120_000;
const RUN_LIMIT = 600_000;

/** Why SPIN cannot be asked on this machine; undefined if it can. */
export function missingTool() {
  const missing = ['spin', 'cc'].filter((tool) => spawnSync(tool, [tool === 'cc' ? '--version' : '-V']).error);
  if (missing.length === 0) return undefined;
  return `not compared with SPIN anew, only with its recorded figures: there is no ${missing.join(' and no ')} here`;
}

/** Verifiers in a temporary folder, each compiled once. */
export class Spin {
  #folder;
  #compiled = new Map();
  #flags;
  #breadthFirst;
  #depthLimit;

  constructor({ search = 'breadth-first', optimise = false, depthLimit = DEPTH_LIMIT } = {}) {
    this.#depthLimit = depthLimit;
    this.#breadthFirst = search === 'breadth-first';
    this.#flags = [optimise ? '-O2' : '-O0', '-w', ...NO_REDUCTION, ...(this.#breadthFirst ? ['-DBFS'] : [])];
  }

  explore(world, weaker = []) {
    const { verifier, buildSeconds } = this.#verifier(configurationHeader(world, weaker));
    const start = performance.now();
    const { stdout, status, error } = spawnSync(verifier, [...COUNT_ALL, `-m${this.#depthLimit}`, TABLE], {
      encoding: 'utf8',
      timeout: RUN_LIMIT,
    });
    const seconds = (performance.now() - start) / 1000;
    if (error !== undefined) throw error;
    return { ...this.#counted(`${stdout}`, status), seconds, buildSeconds };
  }

  close() {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #verifier(header) {
    const found = this.#compiled.get(header);
    if (found !== undefined) return found;
    this.#folder ??= mkdtempSync(join(tmpdir(), 'lwkt-spin-'));
    const cwd = join(this.#folder, `${this.#compiled.size}`);
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'configuration.h'), header);
    copyFileSync(TWIN, join(cwd, 'lwkt.pml'));
    const start = performance.now();
    run('spin', [...KEEP_ALL_VARIABLES, '-a', 'lwkt.pml'], cwd);
    run('cc', [...this.#flags, '-o', 'pan', 'pan.c'], cwd);
    const built = { verifier: join(cwd, 'pan'), buildSeconds: (performance.now() - start) / 1000 };
    this.#compiled.set(header, built);
    return built;
  }

  #counted(output, status) {
    const number = (pattern) => {
      const found = pattern.exec(output);
      if (found === null || status !== 0) throw new Error(`SPIN's verifier did not end well (${status}):\n${output}`);
      return Number(found[1]);
    };
    if (/max search depth too small|out of memory|Search not completed/i.test(output)) throw new Error(output);
    return {
      states: number(/(\d+) states, stored/),
      transitions: number(/(\d+) transitions \(= stored\+matched\)/) - 1, // it counts the first state among the stored
      ...(this.#breadthFirst ? { depth: number(/depth reached (\d+)/) } : {}),
      stuck: number(/errors: (\d+)/),
      taken: Object.fromEntries([...output.matchAll(/^taken (\w+) (\d+)$/gm)].map(([, name, n]) => [name, Number(n)])),
      megabytes: number(/([\d.]+)\s+total actual memory usage/),
    };
  }
}

function run(command, flags, cwd) {
  try {
    execFileSync(command, flags, { cwd, encoding: 'utf8', stdio: 'pipe', timeout: BUILD_LIMIT });
  } catch (error) {
    throw new Error(`${command} ${flags.join(' ')} failed:\n${error.stdout}${error.stderr}`, { cause: error });
  }
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) await (await import('./command.mjs')).main(Spin);
