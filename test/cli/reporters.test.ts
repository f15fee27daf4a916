// The reporters, one by one, on runs made up for them: with every verdict, and with text that is out to break a format.
import { describe, expect, it } from 'vitest';
import { PROFILES, type Row, SECTIONS, type Settings, sectionsOf } from '../../properties/check/index.ts';
import type { Start } from '../../properties/cli/printer.ts';
import type { Finished } from '../../properties/cli/reporters/finished.ts';
import { command, github } from '../../properties/cli/reporters/github.ts';
import { html } from '../../properties/cli/reporters/html.ts';
import { chosen, reporters } from '../../properties/cli/reporters/index.ts';
import { junit } from '../../properties/cli/reporters/junit.ts';
import { unexplored } from '../../properties/cli/unexplored.ts';
import { elementsOf, readXml } from './xml.ts';

const SETTINGS: Settings = { profile: 'normal', seed: 1, implementation: 'impl' };
const START: Start = { command: 'check', settings: SETTINGS, workers: 2 };

/** Text with what XML, HTML and workflow commands give a meaning to, and with what XML cannot say at all. */
const NASTY = `]]> <b a='1'>&amp; "100%"</b>\r\n::error::x, y: z \u{1} \u{FFFF} \u{D800} </script><script>alert(1)</script>`;
const TOKEN = 'lwkt2-abc_DEF-1';
const LANES = `Violated: C20, no lost wakeup: A thread runs\n  again.\nHere ${NASTY}\n\nThe run: 2 steps.\n\n    A   B\n  1 load x -> 0\n      2 plain\n    switch to B (preempted)\n::endgroup::\n\nAgain: npx lwkt replay ${TOKEN}`;

function row(name: string, more: Partial<Row> & Pick<Row, 'verdict'>): Row {
  return { section: 'interleavings', name, bound: 'one <bound>', seconds: 0.25, ...more };
}

const ROWS: readonly Row[] = [
  row('good', { verdict: 'holds', states: 3, transitions: 4, interleavings: 'unbounded' }),
  row('bad & worse', { verdict: 'violated', clause: 'C20', message: NASTY, steps: 2, token: TOKEN }),
  row('pinned', { verdict: 'changed', message: 'holds, but the manifest says 4' }),
  row('broken', { verdict: 'failed', message: 'the check broke off: 50%' }),
  row('late', { verdict: 'undecided', message: 'the budget ended the search' }),
  row('without', { verdict: 'left out', message: 'it has no abortmsg' }),
  row('both ways', { verdict: 'removes', message: 'it removes', token: 'lwkt2-removes' }),
  row('both ways', { verdict: 'adds', message: 'it adds', token: 'lwkt2-adds' }),
  row('sampled', { verdict: 'none failed', notes: ['  so many <met>'] }),
];

function finished(rows: readonly Row[], more: Partial<Finished> = {}): Finished {
  return {
    start: START,
    at: '2001-02-03T04:05:06.789Z',
    end: 'violated',
    seconds: 1.5,
    parts: [{ name: 'interleavings', title: 'Every <interleaving>', rows }],
    lanes: new Map([[TOKEN, LANES]]),
    unexplored: ['Beyond 100 % & <more>, nothing.'],
    ...more,
  };
}

describe('--reporter', () => {
  it('takes one, several, and files', () => {
    expect(reporters('junit=out/report.xml, html=report.html,terminal')).toEqual([
      { name: 'junit', file: 'out/report.xml' },
      { name: 'html', file: 'report.html' },
      { name: 'terminal' },
    ]);
    expect(reporters('json', reporters('junit=a=b.xml'))).toEqual([
      { name: 'junit', file: 'a=b.xml' },
      { name: 'json' },
    ]);
    expect(reporters('terminal,github')).toHaveLength(2);
  });

  it('is the terminal where nothing is said; --json adds to it', () => {
    expect(chosen([], false)).toEqual([{ name: 'terminal' }]);
    expect(chosen([], true)).toEqual([{ name: 'json' }]);
    expect(chosen(reporters('html=x.html'), true)).toEqual([{ name: 'html', file: 'x.html' }, { name: 'json' }]);
  });

  const REFUSED: readonly (readonly [() => unknown, string])[] = [
    [
      () => reporters('junit=a.xml,tap'),
      'There is no reporter "tap": it is one of terminal, json, junit, github, html.',
    ],
    [() => reporters(''), 'There is no reporter ""'],
    [() => reporters('junit='), '"junit=" names no file: write junit=FILE, or junit alone to print it.'],
    [
      () => reporters('terminal,json'),
      'terminal and json: only one can write to standard output; give the other a file',
    ],
    [() => reporters('json,github'), 'json and github: only one can write to standard output'],
    [() => reporters('html=x,junit=./x'), 'html and junit: only one can write to the file "./x"'],
    [() => chosen(reporters('json'), true), 'The reporter json twice: only one can write to standard output'],
  ];
  it.for(REFUSED)('%#: is refused with a sentence', ([parse, sentence]) => {
    expect(parse).toThrow(sentence);
  });
});

describe('JUnit', () => {
  const root = readXml(junit(finished(ROWS)));
  const cases = elementsOf(root, 'testcase');
  const named = (name: string) => cases.find(({ attributes }) => attributes['name'] === name);

  it('is well-formed, and has a test for each name', () => {
    expect(cases.map(({ attributes }) => attributes['name'])).toEqual([...new Set(ROWS.map(({ name }) => name))]);
    expect(new Set(cases.map(({ attributes }) => attributes['classname']))).toEqual(new Set(['lwkt.interleavings']));
    expect(root.attributes).toMatchObject({ tests: '8', failures: '3', errors: '1', skipped: '2', time: '1.500' });
  });

  it('tells a failure with its lanes, and characters that XML does not have by a mark', () => {
    const [failure] = elementsOf(named('bad & worse') ?? root, 'failure');
    expect(failure?.attributes['type']).toBe('C20');
    const marked = ['\u{1}', '\u{FFFF}', '\u{D800}'].reduce((text, none) => text.replaceAll(none, '\u{FFFD}'), LANES);
    expect(failure?.text).toBe(marked.replaceAll('\r', ''));
    expect(failure?.attributes['message']).toMatch(/^\]\]> <b a='1'>&amp; "100%"<\/b>$/);
  });

  it('skips what was not looked at, and says why', () => {
    const why = cases.flatMap((each) => elementsOf(each, 'skipped')).map(({ attributes }) => attributes['message']);
    expect(why).toEqual(['undecided: the budget ended the search', 'left out: it has no abortmsg']);
  });

  it('tells what broke as an error, and what a change adds and removes as one failure', () => {
    expect(elementsOf(root, 'error').map(({ text }) => text)).toEqual(['the check broke off: 50%']);
    expect(elementsOf(named('both ways') ?? root, 'failure').map(({ text }) => text)).toEqual([
      'it removes\n\nit adds',
    ]);
  });

  it('says the verdict of the run, its budget, and what was left unexplored', () => {
    const properties = elementsOf(root, 'property').map(({ attributes }) => [attributes['name'], attributes['value']]);
    expect(properties).toContainEqual(['verdict', 'violated']);
    expect(properties).toContainEqual(['budget', 'none']);
    expect(properties).toContainEqual(['unexplored', 'Beyond 100 % & <more>, nothing.']);
    const limited = junit(finished(ROWS, { start: { ...START, budgetMs: 90_000 } }));
    expect(limited).toContain('<property name="budget" value="1 min 30 s"/>');
  });
});

describe('annotations of GitHub', () => {
  it('escape what would end a command, or a part of one', () => {
    expect(command('error', { title: 'a,b: 5%' }, 'x: 100%\r\ny, z')).toBe(
      '::error title=a%2Cb%3A 5%25::x: 100%25%0D%0Ay, z',
    );
  });

  const lines = github(finished(ROWS), '/').trimEnd().split('\n');
  const of = (kind: string): string[] => lines.filter((line) => line.startsWith(`::${kind} `));

  it('are an error for each failure, a warning for what is undecided, and a notice of the rest', () => {
    expect(of('error')).toHaveLength(5);
    expect(of('error')[0]).toContain('title=lwkt check%3A interleavings%2C bad & worse%2C C20::');
    expect(of('error')[0]).toContain(`%0AAgain: npx lwkt replay ${TOKEN}`);
    expect(of('warning')).toEqual(['::warning title=lwkt check%3A interleavings%2C late::the budget ended the search']);
    expect(of('notice')).toEqual([
      '::notice title=lwkt check%3A violated::Not all is well (1.5 s).%0ABeyond 100 %25 & <more>, nothing.',
    ]);
  });

  it('come after the lanes, folded, of which no line is taken for a command', () => {
    const begin = lines.indexOf('::group::interleavings, bad & worse');
    const end = lines.indexOf('::endgroup::');
    const inside = lines.slice(begin + 1, end);
    expect(inside.filter((line) => /^\s*::/.test(line))).toEqual([]);
    expect(inside).toContain('| ::endgroup::');
    expect(inside).toContain('  1 load x -> 0');
    expect(end).toBeLessThan(lines.findIndex((line) => line.startsWith('::error')));
  });

  it('are no more than GitHub shows, the last of which says what is missing', () => {
    const many = Array.from({ length: 14 }, (_, at) => row(`row ${at}`, { verdict: 'violated', message: 'no' }));
    const errors = github(finished(many), '/')
      .split('\n')
      .filter((line) => line.startsWith('::error'));
    expect(errors).toHaveLength(10);
    expect(errors[9]).toBe(
      `::error title=and 5 more::${[9, 10, 11, 12, 13].map((at) => `interleavings, row ${at}`).join('%0A')}`,
    );
  });

  it('name the file of an implementation of one’s own, from the root of the repository', () => {
    const settings = { ...SETTINGS, implementation: './mine/ports.mjs#queue' };
    const text = (root: string): string => github(finished(ROWS, { start: { ...START, settings } }), root);
    expect(text(process.cwd())).toContain('::error file=mine/ports.mjs,title=');
    expect(text(`${process.cwd()}/elsewhere`)).not.toContain('file=');
  });
});

/** The tags that are not closed, or closed without being open. */
function unbalanced(page: string): string[] {
  const text = page.replaceAll(/<(style|script)>[\s\S]*?<\/\1>/g, '');
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [tag, slash, name = ''] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (['meta', 'link', 'br'].includes(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) wrong.push(tag);
  }
  return [...wrong, ...open];
}

describe('the HTML report', () => {
  const page = html(finished(ROWS));

  it('refers to nothing outside itself, and may fetch nothing', () => {
    const references = [...page.matchAll(/(?:href|src|action|srcset)\s*=\s*"([^"]*)"/g)].map(([, to = '']) => to);
    expect(references.filter((to) => !to.startsWith('#') && to !== 'data:,')).toEqual([]);
    expect(page).not.toMatch(/url\(|@import|https?:|fetch\(|XMLHttpRequest|import\(/);
    expect(page).toContain(`content="default-src 'none'; img-src data:;`);
  });

  it('has the lanes of a failure, and its token as the place that a link leads to', () => {
    expect(page).toContain(`<details class="failure" id="${TOKEN}">`);
    expect(page).toContain('<p>Violated: C20, no lost wakeup: A thread runs again.</p>');
    expect(page).toContain('  1 load x -&gt; 0\n<span class="dim">      2 plain</span>\n');
    expect(page).toContain(`<code>npx lwkt replay ${TOKEN}</code> <a href="#${TOKEN}">`);
    const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('is not broken by what it shows', () => {
    expect(unbalanced(page)).toEqual([]);
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(unbalanced('<p><b></p>')).not.toEqual([]);
  });

  it('says the verdict, the budget, and what was not looked at', () => {
    expect(page).toContain('<dt>budget</dt><dd>none</dd>');
    expect(page).toContain('<li>Beyond 100 % &amp; &lt;more&gt;, nothing.</li>');
    expect(page).toContain('late <span class="dim">(the budget ended the search)</span>');
    const undecided = html(finished([], { end: 'undecided', start: { ...START, budgetMs: 20_000 } }));
    expect(undecided).toContain('<dt>budget</dt><dd>20.0 s</dd>');
    expect(undecided).toContain('</span> The budget ended before everything was looked at;');
  });
});

describe('what was left unexplored', () => {
  const of = (more: Partial<Settings>, only: Parameters<typeof sectionsOf>[1], rows: readonly Row[] = []) => {
    const settings = { ...SETTINGS, ...more };
    return unexplored(settings, sectionsOf(settings, only), rows);
  };
  const BOUNDS = 'Beyond the bounds that each row names nothing was looked at.';

  it('is only what is beyond the bounds, where everything was asked for', () => {
    expect(PROFILES.at(-1)).toBe('deep');
    expect(of({ profile: 'deep' }, [])).toEqual([BOUNDS]);
  });

  it('are the sections that were not asked for, and what the profile leaves out', () => {
    const sentences = of({ profile: 'smoke' }, ['interleavings']);
    expect(sentences[0]).toBe('Sections not run: model, contracts, sampled, threads, faults.');
    expect(sentences[1]).toMatch(/^Not in the profile smoke, of interleavings: two domsg clients, .* more\.$/);
    expect(
      SECTIONS.every(({ name }) => name === 'awake' || name === 'regressions' || sentences.join().includes(name)),
    ).toBe(true);
  });

  it('of a fault, or of an implementation of one’s own, are the sections that would show something of it', () => {
    expect(of({ implementation: 'lost wakeup of 2003' }, [])[0]).toBe('Sections not run: sampled, threads.');
    expect(of({ modelFault: 'any' }, [])).toEqual([BOUNDS]);
  });

  it('is what was undecided, left out or only sampled, with the reason', () => {
    expect(of({ profile: 'deep' }, [], ROWS).slice(0, -1)).toEqual([
      'Undecided in interleavings, the budget ended the search: late.',
      'Left out in interleavings, it has no abortmsg: without.',
      'Samples only, not everything: interleavings, sampled.',
    ]);
  });
});
