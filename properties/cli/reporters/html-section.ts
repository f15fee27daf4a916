/** One section of a run in the HTML report: its rows as a table that scrolls within the page. */
import { isBad, type Row } from '../../check/index.ts';
import { singleCells, verdictOn } from '../tables.ts';
import type { Part } from './finished.ts';
import { escaped, idOf, toneOf } from './html-text.ts';

export function section({ title, rows }: Part): string {
  const verdict = verdictOn(rows);
  const bad = rows.filter((row) => toneOf(row.verdict) === 'bad').length;
  const count = bad === 0 ? `${rows.length}` : `${bad} of ${rows.length}`;
  const notes = rows.flatMap((row) => row.notes ?? []);
  return `<details class="section"${isBad(verdict) ? ' open' : ''}>
<summary><span class="verdict ${toneOf(verdict)}">${escaped(verdict)}</span> <b>${escaped(title)}</b> <span class="dim">${count}</span></summary>
<div class="scroll" tabindex="0">${table(rows)}</div>
${notes.length === 0 ? '' : `<pre tabindex="0">${escaped(notes.join('\n'))}</pre>\n`}</details>`;
}

function table(rows: readonly Row[]): string {
  const { columns, rows: lines } = singleCells(rows);
  const side = (at: number): string => (columns[at]?.right === true ? ' class="number"' : '');
  const head = columns.map(({ title }, at) => `<th scope="col"${side(at)}>${escaped(title)}</th>`).join('');
  const body = lines.map(({ verdict, cells }, index) => {
    const row = rows[index];
    const inRow = cells.map((cell, at) => {
      if (at === 0) return `<td><span class="verdict ${toneOf(verdict)}">${escaped(cell)}</span></td>`;
      return `<td${side(at)}>${at === 1 && row !== undefined ? nameCell(row) : escaped(cell)}</td>`;
    });
    return `<tr>${inRow.join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

/** A failure leads to its counterexample; what was not looked at says why. */
function nameCell(row: Row): string {
  const name = escaped(row.name);
  if (isBad(row.verdict)) return `<a href="#${escaped(idOf(row))}">${name}</a>`;
  const why = row.verdict === 'undecided' || row.verdict === 'left out' ? row.message : undefined;
  return why === undefined ? name : `${name} <span class="dim">(${escaped(why)})</span>`;
}
