/**
 * The run as one page that needs nothing else: no server, no network. A failure is addressed by its token: `#lwkt2-...`
 * behind the address of the page opens it.
 */
import { VERSION } from '../../check/index.ts';
import { duration } from '../numbers.ts';
import { endText, subjectText } from '../wording.ts';
import type { Finished } from './finished.ts';
import { failures } from './html-failures.ts';
import { SCRIPT, STYLE } from './html-page.ts';
import { section } from './html-section.ts';
import { escaped } from './html-text.ts';

export function html(run: Finished): string {
  const { start, end, parts } = run;
  const title = `lwkt ${start.command}: ${end}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="what">lwkt ${escaped(`${VERSION} ${start.command}: ${subjectText(start.settings)}`)}</p>
<h1><span class="verdict ${END_TONES[end]}">${escaped(end)}</span> ${escaped(sentence(run))}</h1>
${facts(run)}
</header>
<main>
<p id="unknown" class="note" hidden></p>
${failures(run)}${said(run)}<section aria-label="sections"><h2>What was checked</h2>
${parts.map(section).join('\n')}
</section>
<section><h2>What was not looked at</h2>
<ul>${run.unexplored.map((each) => `<li>${escaped(each)}</li>`).join('\n')}</ul>
</section>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** The verdict itself stands before it. */
function sentence({ start, end, seconds }: Finished): string {
  const text = endText(end, seconds, start.settings).replace(/^(Undecided|Interrupted): /, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Even if something in the page tried, nothing would be fetched. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

const END_TONES: Readonly<Record<Finished['end'], string>> = {
  holds: 'good',
  violated: 'bad',
  undecided: 'open',
  failed: 'bad',
  interrupted: 'open',
};

function facts({ start, at }: Finished): string {
  const { settings, workers, budgetMs } = start;
  const list = [
    ['profile', settings.profile],
    ['seed', String(settings.seed)],
    ['workers', String(workers)],
    ['budget', budgetMs === undefined ? 'none' : duration(budgetMs / 1000)],
    ['begun', at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
  ];
  const items = list.map(([name = '', value = '']) => `<div><dt>${name}</dt><dd>${escaped(value)}</dd></div>`);
  return `<dl>${items.join('')}</dl>`;
}

/** Where two are compared, what the whole comparison says. */
function said({ start, report }: Finished): string {
  if (start.settings.compared === undefined || report === undefined) return '';
  return `<section><h2>In short</h2>\n<pre tabindex="0">${escaped(report)}</pre></section>\n`;
}
