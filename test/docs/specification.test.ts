// The specification has a section for every clause, and every clause is checked by something that could fail.
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { anchorOf } from '../../docs/generate/markdown.ts';
import { declared, fields } from '../../docs/generate/sources.ts';
import { couldFail, propertiesOf } from '../../docs/generate/specification-clauses.ts';
import { factsOf } from '../../docs/generate/specification-facts.ts';
import { places } from '../../docs/generate/specification-objects.ts';
import { ACTIONS, CLAUSE_IDS, CLAUSES, DECISIONS, flagNames, INVARIANTS } from '../../model/index.ts';
import { FAULTS } from '../../properties/faults/index.ts';
import { allProperties, MODEL_FAULTS, worldNamed } from '../../properties/model/index.ts';
import { naive } from '../model/naive.ts';
import { anchors, ROOT, readPage } from './read-page.ts';

interface Given {
  readonly ids: readonly string[];
  readonly properties: readonly { readonly name: string; readonly clauses: readonly string[] }[];
  readonly faults: readonly { readonly clause: string }[];
  readonly modelFaults: readonly { readonly clause: string; readonly caughtBy: readonly string[] }[];
  /** By path. */
  readonly pages: Readonly<Record<string, string>>;
}

/** What a clause is without, a sentence each. */
function gaps({ ids, properties, faults, modelFaults, pages }: Given): string[] {
  return ids.flatMap((id) => {
    const own = properties.filter(({ clauses }) => clauses.includes(id)).map(({ name }) => name);
    const broken =
      faults.some(({ clause }) => clause === id) ||
      modelFaults.some(({ clause, caughtBy }) => clause === id || caughtBy.some((name) => own.includes(name)));
    const unwritten = Object.entries(pages).filter(([, text]) => !anchors(text).has(id.toLowerCase()));
    return [
      ...(own.length > 0 ? [] : [`${id} has no property: name it in the clauses of one in model/`]),
      ...(broken ? [] : [`${id} has no seeded fault: add one to properties/faults/ or properties/model/faults/`]),
      ...unwritten.map(([path]) => `${id} has no section in ${path}: npm run docs writes it`),
    ];
  });
}

const PAGES = ['docs/specification.md', 'docs/what-cannot-happen.md'];
const specification = readPage('docs/specification.md');

const AS_IT_IS: Given = {
  ids: CLAUSE_IDS,
  properties: allProperties(),
  faults: FAULTS,
  modelFaults: MODEL_FAULTS,
  pages: Object.fromEntries(PAGES.map((path) => [path, readPage(path)])),
};

describe('every clause', () => {
  it('has a property, a fault, and a section on both pages', () => {
    expect(gaps(AS_IT_IS)).toEqual([]);
  });

  it('is missed if it has not', () => {
    expect(gaps({ ...AS_IT_IS, ids: ['C27'] })).toEqual([
      'C27 has no property: name it in the clauses of one in model/',
      'C27 has no seeded fault: add one to properties/faults/ or properties/model/faults/',
      'C27 has no section in docs/specification.md: npm run docs writes it',
      'C27 has no section in docs/what-cannot-happen.md: npm run docs writes it',
    ]);
    const without = allProperties().filter(({ clauses }) => !clauses.includes('C9'));
    expect(gaps({ ...AS_IT_IS, ids: ['C9'], properties: without })).toEqual([
      'C9 has no property: name it in the clauses of one in model/',
      'C9 has no seeded fault: add one to properties/faults/ or properties/model/faults/',
    ]);
  });

  it('says where it comes from', () => {
    const silent = CLAUSE_IDS.filter((id) => Object.values(CLAUSES[id].sources).every((where) => where.length < 10));
    expect(silent).toEqual([]);
  });

  it('has a property that could have failed in a full check', () => {
    expect(CLAUSE_IDS.filter((id) => !propertiesOf(id).some((property) => couldFail(property) > 0))).toEqual([]);
    expect(couldFail({ name: 'no such property', clauses: [], sentence: '' })).toBe(0);
  });
});

test('every action, flag and clause has an anchor, as other pages link it', () => {
  const expected = [...ACTIONS.map(({ name }) => name), 'ASYNC', 'DONE', 'REPLY', 'QUEUED', ...CLAUSE_IDS];
  const found = anchors(specification);
  expect(expected.filter((name) => !found.has(anchorOf(name)))).toEqual([]);
});

test('no anchor is taken twice', () => {
  expect([...anchors(specification)].filter((anchor) => /-\d+$/.test(anchor))).toEqual([]);
});

test('the text of every action is that of the model', () => {
  const text = readFileSync(`${ROOT}model/actions.ts`, 'utf8').replaceAll('export const', 'const');
  const shown = [...specification.matchAll(/^```ts\nconst (\w+): Action =[\s\S]*?\n```$/gm)];
  expect(shown.map(([, name]) => name).sort()).toEqual(ACTIONS.map(({ name }) => name).sort());
  for (const [block] of shown) expect(text).toContain(block.slice('```ts\n'.length, -'\n```'.length));
});

test('a decision that the comments cite is one of the list', () => {
  const cited = ['actions', 'effects', 'refusals', 'observer', 'names', 'state'].flatMap((file) =>
    [...readFileSync(`${ROOT}model/${file}.ts`, 'utf8').matchAll(/decision (\d+)/g)].map(([, number]) =>
      Number(number),
    ),
  );
  const numbers = DECISIONS.map(({ number }) => number);
  expect(cited.length).toBeGreaterThan(5);
  expect(cited.filter((number) => !numbers.includes(number))).toEqual([]);
});

describe('what is said of flags', () => {
  // A second look, with nothing of the explorer: every state by plain breadth-first search.
  it.each(['one message', 'to oneself', 'two messages'])('is so in every state of the world "%s"', (name) => {
    const world = { ...worldNamed(name), misuse: false };
    const seen = new Map<string, { readonly set: Set<string>; readonly clear: Set<string> }>();
    naive(world, ({ messages }) => {
      for (const { place, flags } of messages) {
        const at = seen.get(place) ?? { set: new Set<string>(), clear: new Set<string>() };
        seen.set(place, at);
        for (const [bit, flag] of [1, 2, 4, 8].map((each) => [each, flagNames(each)[0] ?? ''] as const))
          at[(flags & bit) === 0 ? 'clear' : 'set'].add(flag);
      }
    });
    const { flags } = factsOf([world]);
    expect([...flags.keys()].sort()).toEqual([...seen.keys()].sort());
    for (const [place, told] of flags) {
      for (const [flag, how] of Object.entries(told)) {
        const { set, clear } = seen.get(place) ?? { set: new Set(), clear: new Set() };
        const expected = !set.has(flag) ? 'never' : !clear.has(flag) ? 'always' : 'sometimes';
        expect(`${place} ${flag} ${how}`).toBe(`${place} ${flag} ${expected}`);
      }
    }
  });

  it('follows the model: a wrong one is told otherwise', () => {
    const fault = MODEL_FAULTS.find(({ name }) => name === 'getport leaves QUEUED set');
    const world = { ...worldNamed('one message'), misuse: false };
    const [right, wrong] = [factsOf([world]), factsOf([world], fault?.actions)];
    expect(right.flags.get('taken')?.['QUEUED']).toBe('never');
    expect(wrong.flags.get('taken')?.['QUEUED']).toBe('sometimes');
    const cleared = right.effects.filter(({ action, cleared }) => action === 'getport' && cleared.includes('QUEUED'));
    expect(cleared.length).toBeGreaterThan(0);
    expect(wrong.effects.some(({ action, cleared }) => action === 'getport' && cleared.includes('QUEUED'))).toBe(false);
  });
});

describe('text from the sources', () => {
  it('is an error where there is none', () => {
    expect(() => declared('model/actions.ts', 'gone')).toThrow('model/actions.ts declares no gone');
    expect(() => fields('model/observer.ts', 'Observer')).not.toThrow();
  });

  it('comes with its comment', () => {
    expect(declared('model/names.ts', 'REPLY')).toEqual({
      doc: 'Came back as an asynchronous reply.',
      code: 'const REPLY = 0x4;',
    });
    expect(fields('model/state.ts', 'Port').map(({ name }) => name)).toEqual(['queue', 'transit']);
    expect(() => fields('model/state.ts', 'State')).toThrow('has no comment that says what it is');
    expect([...places().keys()]).toHaveLength(8);
    expect(INVARIANTS.length).toBeGreaterThan(0);
  });
});
