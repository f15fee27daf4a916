/** What was found, in words. */
import { aboutText, coveredText } from '../../check/search-progress.ts';
import { type Finding, type Looked, suiteName } from '../../suites/index.ts';
import { count, duration, rate, scientific } from '../numbers.ts';

/** One suite of one file, looked at. */
export interface Result {
  readonly file: string;
  readonly suite: string;
  readonly seconds: number;
  /** Absent: the code ran on, touching nothing shared, until it was stopped. */
  readonly finding?: Finding;
}

/** For people, while it runs: `12 345 states, step 9 of about 31, 1.2 M steps/s, about 3.1e9 interleavings`. */
export function progressText({ states, runs, steps, depth, estimate, ...coverage }: Looked, seconds: number): string {
  const parts = [`${rate(steps, seconds)} steps/s`];
  if (runs !== undefined) return [`${count(runs)} runs`, ...parts].join(', ');
  const longest = estimate.cut > 0 ? `more than ${estimate.longest}` : `about ${estimate.longest}`;
  if (depth !== undefined && depth > 0) parts.unshift(`step ${depth} of ${longest}`);
  const about = aboutText(coverage);
  const part = about === undefined ? [] : [`${about} of them`];
  return [`${count(states)} states`, ...part, ...parts, `${interleavingsText(estimate)} interleavings`].join(', ');
}

/** A line, and under it what the verdict does not say by itself. */
export function resultText(result: Result): string {
  const { file, suite, finding, seconds } = result;
  const name = suiteName(file, suite);
  if (finding === undefined) return `${name}: undecided: it never came back from its own code  ${duration(seconds)}\n`;
  const lines = [`${name}: ${finding.verdict}  ${sizes(finding)}  ${duration(seconds)}`];
  if (finding.violation !== undefined) lines.push(`  ${finding.violation.kind}: ${finding.violation.message}`);
  else lines.push(...bounds(finding).map((line) => `  ${line}`));
  return `${lines.join('\n')}\n`;
}

function sizes({ states, runs, steps, depth, interleavings, merged, violation }: Finding): string {
  const parts = [`${count(steps)} steps`];
  if (states !== undefined) parts.unshift(`${count(states)} states${merged ? ', histories merged' : ''}`);
  if (runs !== undefined) parts.unshift(`${count(runs)} runs`);
  if (depth !== undefined && violation === undefined) parts.push(`depth ${depth}`);
  if (interleavings !== undefined && violation === undefined) {
    parts.push(interleavings === 'unbounded' ? 'runs without end' : `${scientific(interleavings)} interleavings`);
  }
  return parts.join(', ');
}

/** How much was covered, where it was not all. */
function bounds({ verdict, runs, depth, estimate, progressChecked, ends = [], ...coverage }: Finding): string[] {
  const { shortest, longest, cut, probes } = estimate;
  const runText = cut > 0 ? `${shortest} steps or more` : `${shortest} to ${longest} steps`;
  const what = `${probes} probes met runs of ${runText}, and ${interleavingsText(estimate)} interleavings`;
  if (verdict === 'none failed' || (verdict === 'undecided' && runs !== undefined))
    return [
      `drawn at random, of ${interleavingsText(estimate)} interleavings: what none of them showed may still be there`,
    ];
  if (verdict === 'undecided') {
    const covered = coveredText(coverage);
    const seen = covered === undefined ? [] : [covered];
    return [`every run was followed for its first ${depth} steps; ${what}`, ...seen];
  }
  const unchecked = ['that every call ends was not checked: there were too many steps to keep'];
  return [...ends, ...(progressChecked ? [] : unchecked)];
}

function interleavingsText({ interleavings, cut }: Finding['estimate']): string {
  if (!Number.isFinite(interleavings)) return 'more than 1e308';
  const size =
    interleavings < 1000 ? String(Math.round(interleavings)) : interleavings.toExponential(0).replace('+', '');
  return `${cut > 0 ? 'more than' : 'about'} ${size}`;
}

/** The counterexamples: lanes, and how to see them again. */
export function counterexampleText({ file, suite, finding }: Result): string {
  const { lanes, token, others = [] } = finding ?? {};
  if (lanes === undefined || token === undefined) return '';
  const all = [{ lanes, token }, ...others];
  const heads = all.map((_, at) => (all.length === 1 ? '' : `${at + 1} of ${all.length} sorts of failure:\n`));
  return all
    .map(
      (shown, at) =>
        `\n${suiteName(file, suite)}:\n\n${heads[at]}${shown.lanes}\nAgain: npx lwkt replay ${shown.token}\n`,
    )
    .join('');
}
