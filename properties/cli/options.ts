/** What a person writes on the command line, made into values, or refused with one sentence. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import { PROFILES, type Profile, SECTIONS, type SectionName } from '../check/index.ts';
import { FOLDER, RegressionError, remembered } from '../regressions/index.ts';
import { UsageError } from './exit.ts';
import { type ReporterChoice, reporters } from './reporters/choice.ts';

/** What every command takes that runs sections. */
export interface RunOptions {
  readonly profile: Profile;
  readonly workers: number;
  readonly seed?: number;
  /** In milliseconds. */
  readonly budget?: number;
  readonly json?: true;
  readonly keepGoing?: true;
  /** Empty: what is usual. */
  readonly reporter: readonly ReporterChoice[];
}

export function runOptions(): readonly Option[] {
  return [
    new Option('--profile <name>', 'smoke, normal or deep').default('normal').argParser(profile),
    new Option('--budget <time>', 'stop after this time, such as 20s or 2m').argParser(duration),
    new Option('--seed <n>', 'of everything random; default: a new one each time').argParser(seed),
    new Option('--workers <n>', 'threads that do the work').argParser(workers).default(cores()),
    new Option('--keep-going', 'of a scenario that fails look at all that is wrong, and show one run of each sort'),
    new Option('--json', 'one JSON object a line; the same as --reporter json'),
    new Option(
      '--reporter <names>',
      'terminal, json, junit, github, html; several with commas; NAME=FILE writes a file',
    )
      .argParser(reporters)
      .default([]),
  ];
}

/** Where failures are remembered. */
export interface RegressionsOption {
  /** A folder; or that nothing is to be remembered. Default: that of the project, if there is one. */
  readonly regressions?: string | false;
}

export function regressionsOptions(): readonly Option[] {
  return [
    new Option('--regressions <folder>', `of what has failed before, tried first (default: ${FOLDER}, if it is there)`),
    new Option('--no-regressions', 'neither try what has failed before, nor remember what fails now'),
  ];
}

/**
 * The folder, read once so that what is wrong with it is said before anything is begun.
 *
 * @param wrong on purpose: then nothing is remembered unless a folder is named
 * @throws UsageError
 */
export function regressionsFolder({ regressions: given }: RegressionsOption, wrong = false): string | undefined {
  const folder = given === undefined && !wrong && existsSync(FOLDER) ? FOLDER : given;
  if (folder === undefined || folder === false) return undefined;
  try {
    remembered(folder);
  } catch (error) {
    throw error instanceof RegressionError ? new UsageError(error.message) : error;
  }
  return folder;
}

/** What every command takes that may run a process. */
export interface PatienceOption {
  /** In milliseconds. */
  readonly patience: number;
}

export function patienceOption(): Option {
  return new Option('--patience <time>', 'that an answer of the process may take')
    .default(10_000, '10s')
    .argParser(duration);
}

const CORES_MAX = 8;

function cores(): number {
  return Math.min(availableParallelism(), CORES_MAX);
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `20s`, `500ms`, `2m` in milliseconds. */
export function duration(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const value = Number(amount) * (UNITS_MS[unit] ?? 0);
  if (value > 0) return value;
  throw new UsageError(`"${text}" is no budget: write a number and a unit, such as 20s, 500ms or 2m.`);
}

export function seed(text: string): number {
  return wholeNumber(text, 'seed', 0, 2 ** 32 - 1);
}

export function workers(text: string): number {
  return wholeNumber(text, 'number of workers', 1, 64);
}

export function states(text: string): number {
  return wholeNumber(text, 'number of states', 1, 100_000_000);
}

/** Reads how many there are to be of something. @param what as in "20x is no number of runs" */
export function count(what: string): (text: string) => number {
  return (text) => wholeNumber(text, what, 1, COUNT_MAX);
}

const COUNT_MAX = 10_000_000;

function wholeNumber(text: string, what: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`"${text}" is no ${what}: write a whole number from ${least} to ${most}.`);
}

export function profile(text: string): Profile {
  const found = PROFILES.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UsageError(`There is no profile "${text}": it is one of ${PROFILES.join(', ')}.`);
}

/** Names with commas between; the option may also be given more than once. */
export function sections(text: string, before: readonly SectionName[] = []): readonly SectionName[] {
  const names = text.split(',').map((name) => name.trim());
  return [...before, ...names.map(sectionName)];
}

function sectionName(text: string): SectionName {
  const found = SECTIONS.find(({ name }) => name === text);
  if (found !== undefined) return found.name;
  throw new UsageError(`There is no section "${text}": it is one of ${SECTIONS.map(({ name }) => name).join(', ')}.`);
}
