/**
 * What stands in hand-written pages between markers: the code is that of a file, the output is what a program prints, the
 * tables come from the manifests. So a page cannot show what is not so.
 *
 * `<!-- code: FILE -->` a whole file, `<!-- code: FILE#NAME -->` one declaration of it with its comment,
 * `<!-- output: FILE -->` what the program prints, `<!-- golden: FILE -->` text that a test compares, `<!-- scenarios -->` the
 * table of the scenarios, `<!-- equivalents -->` the mutants that nobody can notice, `<!-- performance -->` what was
 * measured beside others. Each ends with `<!-- end -->`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { LARGE_SCENARIO_COUNTS, SCENARIO_COUNTS } from '../../properties/check/manifest.ts';
import { EQUIVALENTS, PARTS } from '../../properties/mutants/index.ts';
import { LARGE_SCENARIOS } from '../../properties/programs/large-scenarios.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { declarationNamed } from './declarations.ts';
import { fence, table } from './markdown.ts';
import { performanceTable } from './performance.ts';

/** One marker with what stands below it. */
export interface Snippet {
  readonly kind: string;
  /** What comes after the colon; empty where there is nothing. */
  readonly argument: string;
  /** What stands between the marker and its end. */
  readonly text: string;
}

const MARKER = /<!-- (\w+)(?:: (\S+))? -->\n([\s\S]*?)<!-- end -->/g;
const OUTPUT_MS_MAX = 60_000;

/** The markers of a page, in order. */
export function snippets(page: string): readonly Snippet[] {
  return [...page.matchAll(MARKER)].map(([, kind = '', argument = '', text = '']) => ({ kind, argument, text }));
}

/** The page without its markers and what they hold: only what was written by hand. */
export function byHand(page: string): string {
  return page.replaceAll(MARKER, '');
}

/**
 * The page with every marked block as it should be today.
 *
 * @param path of the page, for errors
 * @throws Error for a marker that is unknown, has no end, or names nothing that there is
 */
export function fillIn(path: string, page: string): string {
  const fresh = page.replaceAll(MARKER, (_, kind: string, argument: string | undefined) => {
    const head = argument === undefined ? kind : `${kind}: ${argument}`;
    try {
      return `<!-- ${head} -->\n${block(kind, argument ?? '')}\n<!-- end -->`;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${path}: <!-- ${head} -->: ${why}`);
    }
  });
  const [loose] = /<!--.*?-->/.exec(byHand(fresh)) ?? [];
  if (loose !== undefined)
    throw new Error(`${path}: ${loose} is a marker without its end, or an end without its marker`);
  return fresh;
}

function block(kind: string, argument: string): string {
  switch (kind) {
    case 'code':
      return code(argument);
    case 'output':
      return fence('', output(argument));
    case 'golden':
      return fence('', file(argument));
    case 'scenarios':
      return `\n${scenarios()}\n`;
    case 'equivalents':
      return `\n${equivalents()}\n`;
    case 'performance':
      return `\n${performanceTable()}\n`;
    default:
      throw new Error(
        'there is no such marker: it is one of code, output, golden, scenarios, equivalents and performance',
      );
  }
}

function code(argument: string): string {
  const [path = '', name] = argument.split('#');
  const text = file(path);
  return fence(LANGUAGES[extname(path)] ?? '', name === undefined ? text : declarationNamed(path, text, name));
}

const LANGUAGES: Readonly<Record<string, string>> = {
  '.ts': 'ts',
  '.mjs': 'js',
  '.yml': 'yaml',
  '.py': 'py',
  '.json': 'json',
};

const file = (path: string): string => readFileSync(path, 'utf8');

/** What a program prints. It may end with 1, as one that has found a violation does. */
export function output(path: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path], { encoding: 'utf8', timeout: OUTPUT_MS_MAX });
  if (stderr !== '' || (status !== 0 && status !== 1)) {
    throw new Error(`the program ended with ${status ?? `a time-out of ${OUTPUT_MS_MAX} ms`} and said: ${stderr}`);
  }
  return stdout;
}

/** Each reason, with the mutants that it is of. */
function equivalents(): string {
  const lines = PARTS.flatMap((part) => EQUIVALENTS[part]).flatMap(({ reason, mutants }) => [
    `- ${reason}`,
    ...mutants.map((name) => `  - \`${name}\``),
  ]);
  return lines.join('\n');
}

const SCENARIOS_SHOWN = 32;

function scenarios(): string {
  const rows = SCENARIOS.slice(0, SCENARIOS_SHOWN).map(({ name, about }) => {
    const { states = 0, transitions = 0 } = SCENARIO_COUNTS[name] ?? {};
    return [name, about, states, transitions];
  });
  const large = LARGE_SCENARIOS.map(({ name, about }) => {
    const { states = 0, transitions = 0 } = LARGE_SCENARIO_COUNTS[name] ?? {};
    return [name, `${about} (merged)`, states, transitions];
  });
  return table(['scenario', 'what runs', 'states', 'steps'], [...rows, ...large]);
}
