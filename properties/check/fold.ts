/** Long lines, broken at blanks; what goes over is indented. */
export function fold(text: string, width: number): string[] {
  const indent = ' '.repeat(text.length - text.trimStart().length + 2);
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    // A word that is longer than the line is broken anywhere, or it would never get shorter.
    const at = blank > indent.length ? blank : Math.max(width, indent.length + 1);
    lines.push(rest.slice(0, at));
    rest = indent + rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
