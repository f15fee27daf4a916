/**
 * The message ports of a revision: `impl/` and `model/` taken out of git, or out of the working tree, compiled, and loaded.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Thread } from '../../impl/thread.ts';
import { fingerprintOfModules } from '../fingerprints/index.ts';
import { type Implementation, withModules } from '../implementation.ts';

/** It cannot be had. The message is a sentence for the person who asked for it. */
export class RevisionError extends Error {}

const PREFIX = 'git:';
const PARTS = ['impl', 'model'] as const;
/** What a revision has to have. */
const ENTRIES = ['impl/thread', 'impl/layout', 'impl/system'] as const;

/** What is not committed yet. */
export const WORKING_TREE = 'git:working-tree';

/** Whether the name of an implementation is that of a revision: `git:0123456789ab`. */
export function isRevision(name: string): boolean {
  return name.startsWith(PREFIX);
}

/**
 * The name of the revision that a person calls by any name git knows.
 *
 * @param here a folder of the repository
 * @throws RevisionError
 */
export function revisionNamed(ref: string, here: string = process.cwd()): string {
  const from = root(here);
  const missing = (): string => `There is no revision "${ref}" here.`;
  return PREFIX + git(['-C', from, 'rev-parse', '--verify', '--quiet', '--short=12', `${ref}^{commit}`], missing);
}

/**
 * Compiles a revision into a folder of its own below `parent`, and gives that.
 *
 * @param here a folder of the repository
 * @throws RevisionError
 */
export function buildRevision(name: string, parent: string, here: string = process.cwd()): string {
  const folder = mkdtempSync(join(parent, 'revision-'));
  const from = root(here);
  if (name === WORKING_TREE) copyWorkingTree(from, folder);
  else extract(from, name.slice(PREFIX.length), folder);
  const lacking = ENTRIES.find((entry) => !existsSync(join(folder, `${entry}.ts`)));
  if (lacking !== undefined)
    throw new RevisionError(`${revisionText(name)} has no ${lacking}.ts: there are no ports to audit.`);
  compile(name, folder, from);
  return folder;
}

/** @param folder where `buildRevision` has compiled it @throws RevisionError */
export async function loadBuilt(name: string, folder: string): Promise<Implementation> {
  try {
    const [thread, layout, system] = await Promise.all(
      ENTRIES.map((entry) => import(/* @vite-ignore */ pathToFileURL(join(folder, 'out', `${entry}.js`)).href)),
    );
    const modules = { Thread: thread.Thread as typeof Thread, Layout: layout.Layout, format: system.format };
    // Of the sources: how they are compiled is a matter of this machine. The folder may be gone when it is asked for.
    const within = pathToFileURL(join(folder, 'impl/'));
    const print = fingerprintOfModules(
      ENTRIES.map((entry) => pathToFileURL(join(folder, `${entry}.ts`))),
      { within },
    );
    return { ...withModules(name, modules), fingerprint: () => print };
  } catch (cause) {
    throw new RevisionError(`The ports of ${revisionText(name)} cannot be loaded: ${messageOf(cause)}`, { cause });
  }
}

/** Compiles and loads it, and leaves nothing behind. @throws RevisionError */
export async function loadRevision(name: string): Promise<Implementation> {
  const parent = mkdtempSync(join(tmpdir(), 'lwkt-'));
  try {
    return await loadBuilt(name, buildRevision(name, parent));
  } finally {
    rmSync(parent, { recursive: true });
  }
}

/** What a person calls it. */
export function revisionText(name: string): string {
  if (name === WORKING_TREE) return 'the working tree';
  return isRevision(name) ? `revision ${name.slice(PREFIX.length)}` : `"${name}"`;
}

/** The folder of the repository. @throws RevisionError */
function root(here: string): string {
  return git(
    ['-C', here, 'rev-parse', '--show-toplevel'],
    () => 'This is no git repository: there is no revision to compare with.',
  );
}

function copyWorkingTree(from: string, folder: string): void {
  for (const part of PARTS) {
    if (existsSync(join(from, part))) cpSync(join(from, part), join(folder, part), { recursive: true });
  }
}

function extract(from: string, commit: string, folder: string): void {
  const broken = (): string => `git cannot give the files of revision ${commit}.`;
  const listed = git(['-C', from, 'ls-tree', '-r', '--name-only', '-z', commit, '--', ...PARTS], broken);
  for (const path of listed.split('\0').filter((each) => each.endsWith('.ts'))) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, gitRaw(['-C', from, 'show', `${commit}:${path}`], broken));
  }
}

const OPTIONS = {
  target: 'es2022',
  module: 'nodenext',
  rootDir: '.',
  outDir: 'out',
  types: [],
  // What a revision does is what is asked, not whether its types please the compiler of today.
  noCheck: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  rewriteRelativeImportExtensions: true,
};

function compile(name: string, folder: string, from: string): void {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: OPTIONS, include: PARTS }));
  try {
    execFileSync(process.execPath, [compiler(from), '--project', '.'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (cause) {
    if (cause instanceof RevisionError) throw cause;
    const [first = messageOf(cause)] = String((cause as { readonly stdout?: unknown }).stdout ?? '').split('\n');
    throw new RevisionError(`${revisionText(name)} cannot be compiled: ${first}`, { cause });
  }
}

function compiler(from: string): string {
  try {
    const found = createRequire(join(from, 'package.json')).resolve('typescript/package.json');
    return join(dirname(found), 'bin', 'tsc');
  } catch (cause) {
    throw new RevisionError('TypeScript is not installed here, and revisions have to be compiled: run npm ci.', {
      cause,
    });
  }
}

/** What git prints, without the last line end. */
function git(args: readonly string[], why: () => string): string {
  return gitRaw(args, why).trimEnd();
}

function gitRaw(args: readonly string[], why: () => string): string {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe', maxBuffer: 1 << 28 });
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code === 'ENOENT') throw new RevisionError('git is not installed here.');
    throw new RevisionError(why(), { cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
