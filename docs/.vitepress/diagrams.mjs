// A mermaid block becomes a component that draws it in the reader's browser.

/** @param md a markdown-it */
export function drawDiagrams(md) {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, at, ...rest) => {
    const { info, content } = tokens[at];
    if (info.trim() !== 'mermaid') return fence(tokens, at, ...rest);
    return `<Diagram text="${encodeURIComponent(content)}" />`;
  };
}
