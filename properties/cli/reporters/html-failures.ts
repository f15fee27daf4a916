/** The failures of a run in the HTML report: each opens on its verdict, its lanes and the command that shows it again. */
import type { Row } from '../../check/index.ts';
import { badRows, type Finished, whatOf } from './finished.ts';
import { escaped, idOf } from './html-text.ts';

/** Nothing for a run without failures. */
export function failures(run: Finished): string {
  const bad = badRows(run);
  if (bad.length === 0) return '';
  const title = bad.length === 1 ? '1 failure' : `${bad.length} failures`;
  return `<section><h2>${title}</h2>\n${bad.map((row) => failure(row, run, bad.length === 1)).join('\n')}\n</section>\n`;
}

function failure(row: Row, { lanes }: Finished, open: boolean): string {
  const { section: where, name, clause, steps, token } = row;
  const parts = [clause, steps === undefined ? undefined : `${steps} steps`].filter((part) => part !== undefined);
  const told = token === undefined ? undefined : lanes.get(token);
  const body = told === undefined ? `<p>${escaped(whatOf(row))}</p>` : counterexample(told, token ?? '');
  return `<details class="failure" id="${escaped(idOf(row))}"${open ? ' open' : ''}>
<summary><span class="verdict bad">${escaped(row.verdict)}</span> <span>${escaped(where)}: <b>${escaped(name)}</b></span> <span class="dim">${escaped(parts.join(', '))}</span></summary>
${body}</details>`;
}

/** The text that a replay prints: the verdict as paragraphs, the rest as it is, the command by itself. */
function counterexample(text: string, token: string): string {
  const command = `npx lwkt replay ${token}`;
  const [verdict = '', ...rest] = text.replace(`\n\nAgain: ${command}`, '').split('\n\n');
  const sentences = verdict.replaceAll(/\n {2,}/g, ' ').split('\n');
  const run = rest.join('\n\n').split('\n').map(laneLine).join('\n');
  return `${sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n')}
<pre tabindex="0">${run}</pre>
<p class="again">Again: <code>${escaped(command)}</code> <a href="#${escaped(token)}">link to this failure</a></p>
`;
}

/** What a thread does apart from the others is told more quietly than where they meet. */
function laneLine(line: string): string {
  const text = escaped(line);
  if (/^ *\d+ plain$/.test(line)) return `<span class="dim">${text}</span>`;
  return /^ +switch to /.test(line) ? `<span class="switch">${text}</span>` : text;
}
