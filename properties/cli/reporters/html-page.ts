/** What is the same in every HTML report: how it looks, and how a token behind its address opens a failure. */

export const STYLE = `
:root {
  --ground: #fff; --ink: #1b1f24; --dim: #5b6570; --line: #d5dae0; --raised: #f5f7f9; --link: #0a58ca;
  --good: #10692f; --good-ground: #dff3e4; --bad: #a5121f; --bad-ground: #fde4e6; --open: #7a4d00; --open-ground: #fdf0d2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --ink: #e4e8ec; --dim: #9aa5b1; --line: #333a42; --raised: #1c2127; --link: #80b3ff;
    --good: #7fdb9c; --good-ground: #173822; --bad: #ff9aa2; --bad-ground: #4a1a1f; --open: #f0c674; --open-ground: #423312;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0.25rem 0 0.75rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
a { color: var(--link); }
p { margin: 0.4rem 0; }
.what, .dim { color: var(--dim); }
.note { background: var(--open-ground); color: var(--open); padding: 0.5rem 0.75rem; border-radius: 0.4rem; }
dl { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0; }
dl div { display: flex; gap: 0.4rem; }
dt { color: var(--dim); }
dd { margin: 0; }
.verdict { display: inline-block; padding: 0 0.5rem; border-radius: 0.4rem; font-weight: 600; white-space: nowrap; }
.good { background: var(--good-ground); color: var(--good); }
.bad { background: var(--bad-ground); color: var(--bad); }
.open { background: var(--open-ground); color: var(--open); }
.verdict.dim { background: var(--raised); }
details { border: 1px solid var(--line); border-radius: 0.5rem; margin: 0.5rem 0; padding: 0 0.75rem; }
details:target { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
details[open] { padding-bottom: 0.75rem; }
summary { cursor: pointer; padding: 0.5rem 0; }
.scroll, pre { overflow-x: auto; background: var(--raised); border-radius: 0.4rem; }
pre { margin: 0.5rem 0; padding: 0.75rem; font: 0.8rem/1.45 ui-monospace, Menlo, Consolas, monospace;
  overflow-wrap: normal; white-space: pre; }
code { font: 0.85em ui-monospace, Menlo, Consolas, monospace; user-select: all; }
.switch { color: var(--link); }
table { border-collapse: collapse; font-size: 0.875rem; min-width: 100%; overflow-wrap: normal; }
th, td { padding: 0.3rem 0.75rem; text-align: left; vertical-align: top; }
th { color: var(--dim); font-weight: 500; white-space: nowrap; }
tbody tr { border-top: 1px solid var(--line); }
td:nth-child(n + 2) { min-width: 7rem; }
.number, td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; min-width: 0; }
@media (max-width: 40rem) { pre { font-size: 0.7rem; } body { padding: 0.75rem; } }
@media print { details > * { display: block; } }
`;

/** Opens what the fragment of the address names; says so if it is none of this report. */
export const SCRIPT = `
const unknown = document.getElementById('unknown');
function open() {
  const id = decodeURIComponent(location.hash.slice(1));
  const found = id === '' ? null : document.getElementById(id);
  unknown.hidden = found !== null || !id.startsWith('lwkt');
  unknown.textContent = unknown.hidden ? '' : 'This report has no failure ' + id + '. It can be shown with: npx lwkt replay ' + id;
  if (!(found instanceof HTMLDetailsElement)) return;
  found.open = true;
  found.scrollIntoView();
}
addEventListener('hashchange', open);
open();
`;
