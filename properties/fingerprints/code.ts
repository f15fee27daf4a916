/**
 * Code without its comments, its indentation and its empty lines: what of a text its fingerprint is made of.
 *
 * Lines stay lines, since the end of one may end a statement. A slash begins a regular expression where no value stands before
 * it, which is told by the last token, as old highlighters did it. Where that is wrong after all, a comment counts as code, or
 * code as a comment; a test compares with a real parser on all files of this project.
 */
export function codeOf(text: string): string {
  let out = '';
  /** Braces that are open within `${` of each template that is open. */
  const templates: number[] = [];
  let blank = '';
  for (let at = 0; at < text.length; ) {
    const skipped = match(SPACE, text, at);
    if (skipped !== undefined) {
      blank = skipped.includes('\n') ? '\n' : ' ';
      at += skipped.length;
      continue;
    }
    const token = tokenAt(text, at, out, templates);
    out += (out === '' ? '' : blank) + token;
    blank = '';
    at += token.length;
  }
  return out;
}

const SPACE = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)+/y;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const WORD = /[\w$]+/y;
const REGEXP = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
/** From the backtick, or the brace that ends what was put in, to the next of those. */
const TEMPLATE = /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;
/** After these words and signs there is no value that could be divided. */
const NO_VALUE =
  /(?:^|[-+*%&|^=!~<>?:;,({[}]|\b(?:return|typeof|case|do|else|in|of|new|void|delete|throw|yield|await))$/;

function tokenAt(text: string, at: number, before: string, templates: number[]): string {
  const [char = ''] = text.slice(at, at + 1);
  const open = templates.length - 1;
  if (char === '`' || (char === '}' && templates[open] === 0)) {
    const part = match(TEMPLATE, text, at) ?? text.slice(at);
    if (char === '}') templates.pop();
    if (part.endsWith('${')) templates.push(0);
    return part;
  }
  if (open >= 0 && char === '{') templates[open] = (templates[open] ?? 0) + 1;
  if (open >= 0 && char === '}') templates[open] = (templates[open] ?? 0) - 1;
  if (char === '/' && NO_VALUE.test(before.slice(-12))) return match(REGEXP, text, at) ?? char;
  return match(STRING, text, at) ?? match(WORD, text, at) ?? char;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
