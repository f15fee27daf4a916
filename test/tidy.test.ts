// The house rules, as far as a program can see them. Biome and the compiler see the others: no `any`, no `!`, formatting.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ACTIONS, CLAUSE_IDS, type ClauseId } from '../model/index.ts';
import { VERSION } from '../properties/check/version.ts';
import { FAULTS } from '../properties/faults/index.ts';
import { allProperties, MODEL_FAULTS, WITNESSES } from '../properties/model/index.ts';

const ROOT = new URL('../', import.meta.url);
const FOLDERS = ['model', 'impl', 'properties', 'docs', 'test'];

interface File {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

const FILES: readonly File[] = FOLDERS.flatMap((folder) =>
  readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !/(^|\W)(node_modules|\.vitepress\W(dist|cache|\.temp))/.test(name))
    .map((name) => {
      const path = `${folder}/${name.replaceAll('\\', '/')}`;
      const text = readFileSync(new URL(path, ROOT), 'utf8');
      return { path, text, lines: text.split('\n') };
    }),
);
const SOURCES = FILES.filter(({ path }) => !path.startsWith('test/'));

/** `path:line` of what breaks a rule: the list has to be empty. */
function offences(files: readonly File[], breaks: (line: string, file: File) => boolean): string[] {
  return files.flatMap((file) =>
    file.lines.flatMap((line, index) => (breaks(line, file) ? [`${file.path}:${index + 1} ${line.trim()}`] : [])),
  );
}

function pathsOf(files: readonly File[]): string[] {
  return files.map(({ path }) => path);
}

const isComment = (line: string): boolean => /^\s*(\/\/|\*|\/\*)/.test(line);

describe('files', () => {
  it('are all seen', () => {
    expect(SOURCES.length).toBeGreaterThan(100);
    for (const folder of FOLDERS) expect(FILES.some(({ path }) => path.startsWith(`${folder}/`))).toBe(true);
  });

  it('say in their first line why they exist', () => {
    const first = ({ lines }: File): string => (lines[0]?.startsWith('#!') === true ? lines[1] : lines[0]) ?? '';
    expect(pathsOf(SOURCES.filter((file) => !isComment(first(file))))).toEqual([]);
  });

  // The calls of a thread share their private parts, and read best in one piece.
  const LONG = ['impl/thread.ts'];

  it('are short, most of them very', () => {
    const length = ({ lines }: File): number => lines.length - 1;
    expect(pathsOf(SOURCES.filter((file) => length(file) > 400 && !LONG.includes(file.path)))).toEqual([]);
    expect(SOURCES.filter((file) => length(file) > 200).length / SOURCES.length).toBeLessThan(0.15);
  });

  // Biome breaks code at 120. Comments, which it leaves alone, may run over by a tenth.
  it('have lines that fit a page', () => {
    expect(offences(FILES, (line) => isComment(line) && line.length > 132)).toEqual([]);
  });
});

describe('what a run depends on', () => {
  const code = (line: string): boolean => !isComment(line);

  it('is never a random number of the machine', () => {
    expect(offences(SOURCES, (line) => code(line) && /Math\.random|randomUUID|getRandomValues/.test(line))).toEqual([]);
  });

  // A wait that gives up, and a wait policy that learns, need a clock; the checker hands them one that stands still.
  const CLOCKS = ['impl/call/deadline.ts', 'impl/score-policy.ts', 'impl/wait.ts', 'properties/cli/clock.ts'];

  it('is never the time, but where time is measured', () => {
    // A date that is read out of a message is a value, and no look at the clock.
    const clock = /Date\.now|new Date\((?!this\.#double)|performance\.now|hrtime/;
    const found = offences(SOURCES, (line, { path }) => code(line) && clock.test(line) && !CLOCKS.includes(path));
    expect(found).toEqual([]);
  });
});

describe('arrows between the parts', () => {
  interface Arrow {
    readonly from: string;
    readonly to: string;
  }
  const ARROWS: readonly Arrow[] = SOURCES.flatMap(({ path, text }) =>
    [...text.matchAll(/^(?!\s*\*).*(?:from|import) '([^']+)'/gm)].map(([, to = '']) => ({
      from: path,
      to: to.startsWith('.') ? new URL(to, new URL(path, ROOT)).href.slice(ROOT.href.length) : to,
    })),
  );
  const leaving = (part: string): Arrow[] =>
    ARROWS.filter(({ from, to }) => from.startsWith(part) && !to.startsWith(part));

  it('model imports nothing', () => {
    expect(ARROWS.length).toBeGreaterThan(300);
    expect(leaving('model/')).toEqual([]);
  });

  it('impl imports names of the model and nothing else', () => {
    expect(leaving('impl/').filter(({ to }) => to !== 'model/names.ts' && !to.startsWith('node:'))).toEqual([]);
  });

  it('the interleaving engine imports nothing', () => {
    expect(leaving('properties/interleaving/')).toEqual([]);
  });

  it('the checker knows of the packages that people see only where it talks to them', () => {
    const packages = ARROWS.filter(({ to }) => !/^(node:|model\/|impl\/|properties\/|docs\/|lwkt)/.test(to));
    // The site is built apart, with packages of its own.
    const elsewhere = packages.filter(({ from }) => !/^(properties\/cli|docs\/\.vitepress)\//.test(from));
    expect([...new Set(elsewhere.map(({ from, to }) => `${from.split('/')[1]} ${to}`))]).toEqual([
      'mutants acorn',
      'mutants acorn-walk',
      'sampling fast-check',
      'generate @babel/parser',
    ]);
  });
});

describe('every clause', () => {
  it('is stated by an action, a property or a witness of the model', () => {
    const cited = new Set([...ACTIONS, ...allProperties(), ...WITNESSES].flatMap(({ clauses }) => clauses));
    expect(CLAUSE_IDS.filter((id) => !cited.has(id))).toEqual([]);
  });

  // That something is possible, no fault can break; it has to be found.
  const SHOWN_OTHERWISE: Readonly<Partial<Record<ClauseId, string>>> = {
    C8: 'a witness: all four combinations of hint and answer are met',
    C12: 'a witness: a begin function blocks in its caller and answers a code',
  };

  it('is broken by a seeded fault, or shown otherwise', () => {
    const properties = new Map(allProperties().map(({ name, clauses }) => [name, clauses]));
    const reported = MODEL_FAULTS.flatMap(({ caughtBy }) => caughtBy.flatMap((name) => properties.get(name) ?? []));
    const broken = new Set<ClauseId>([...[...FAULTS, ...MODEL_FAULTS].map(({ clause }) => clause), ...reported]);
    const witnessed = new Set(WITNESSES.flatMap(({ clauses }) => clauses));
    const left = CLAUSE_IDS.filter((id) => !broken.has(id));
    expect(left.filter((id) => SHOWN_OTHERWISE[id] === undefined)).toEqual([]);
    expect(Object.keys(SHOWN_OTHERWISE).filter((id) => !witnessed.has(id as ClauseId))).toEqual([]);
  });
});

it('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { version: string };
  expect(VERSION).toBe(version);
});
