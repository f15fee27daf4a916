/**
 * What a counterexample was found in, as a few characters that tell it from any other: the program, the implementation and
 * the model. They are made of the texts that run, not of names or versions, and are the same on every machine.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tokenizer } from 'acorn';
import { isModulePath, modulePath } from '../audit/module.ts';
import { FAULTS } from '../faults/index.ts';
import { builtFile } from '../faults/reload.ts';

/** What a token is of. What is not there, or is no text that could be read, has no fingerprint. */
export interface Fingerprints {
  readonly program?: string;
  readonly implementation?: string;
  readonly model?: string;
}

const LENGTH = 8;
const NONE = '-';
const PARTS = ['program', 'implementation', 'model'] as const;

/** What a token says it is of. */
export interface Found {
  /** Plain data. */
  readonly program?: unknown;
  /** By its name. */
  readonly implementation?: string;
  /** Where program and implementation are one file of somebody's. */
  readonly file?: string;
}

/** Of what is there now. */
export function fingerprintsOf({ program, implementation, file }: Found): Fingerprints {
  const code = file === undefined ? codeOf(implementation) : fileText(file);
  return {
    ...(program === undefined ? {} : { program: printOf(JSON.stringify(program)) }),
    ...(code === undefined ? {} : { implementation: printOf(code) }),
    ...(file === undefined ? { model: printOf(folderText('model')) } : {}),
  };
}

/** As a token carries them: `1a2b3c4d.5e6f7a8b.9c0d1e2f`. */
export function packFingerprints(prints: Fingerprints): string {
  return PARTS.map((part) => prints[part] ?? NONE).join('.');
}

/**
 * What is another one than when the token was made, as sentences; none where all is the same, or the token is from before
 * tokens had fingerprints.
 */
export function whatChanged(packed: string | undefined, now: Fingerprints): readonly string[] {
  if (packed === undefined) return [];
  const then = packed.split('.');
  return PARTS.flatMap((part, at) => {
    const [before, after] = [then[at], now[part]];
    if (before === undefined || before === NONE || before === after) return [];
    return [`The ${part} is not the one that this was found in: ${before} then, ${after ?? 'not to be read'} now.`];
  });
}

function printOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, LENGTH);
}

/** Undefined: what cannot be read, like revisions that were compiled for a comparison and are gone. */
function codeOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (isModulePath(name)) return fileText(modulePath(name)?.replace(/#[^#/]*$/, ''));
  if (name.startsWith('lwkt-')) return folderText('properties/faults/lwkt-2003');
  const fault = FAULTS.find((each) => each.name === name);
  if (fault === undefined && name !== SOUND) return undefined;
  return `${folderText('impl')}${JSON.stringify(fault?.changes ?? [])}`;
}

const SOUND = 'impl';

function fileText(path: string | undefined): string | undefined {
  return path === undefined || !existsSync(path) ? undefined : canonical(readFileSync(path, 'utf8'));
}

const folders = new Map<string, string>();

/** All built modules of a folder, in the order of their names. */
function folderText(folder: string): string {
  const known = folders.get(folder);
  if (known !== undefined) return known;
  const names = readdirSync(fileURLToPath(builtFile(folder))).filter((name) => name.endsWith('.js'));
  const text = names
    .sort()
    .map((name) => canonical(readFileSync(builtFile(`${folder}/${name}`), 'utf8')))
    .join('\n');
  folders.set(folder, text);
  return text;
}

/** Without comments, and however it is laid out. */
function canonical(text: string): string {
  try {
    const tokens = [...tokenizer(text, { ecmaVersion: 'latest', sourceType: 'module' })];
    return tokens.map(({ start, end }) => text.slice(start, end)).join(' ');
  } catch {
    return text;
  }
}
