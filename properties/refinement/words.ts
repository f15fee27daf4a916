/** Names for the words of `impl/`, for reports. */
import type { Layout } from '../../impl/layout.ts';
import { MESSAGE, PORT } from '../../impl/words.ts';

export function wordName(layout: Layout, word: number): string {
  for (let thread = layout.threads - 1; thread >= 0; thread--) {
    if (word < layout.standing(thread, 0)) continue;
    const at = word - layout.standing(thread, 0);
    if (at < layout.messages) return `thread${thread}.standing[${at}]`;
    const port = at - layout.messages;
    return port < layout.ports ? `thread${thread}.known[${port}]` : `thread${thread}.watched[${port - layout.ports}]`;
  }
  for (const link of ['previous', 'next'] as const) {
    if (word >= layout[link](0)) return `message${word - layout[link](0)}.${link}`;
  }
  for (let message = layout.messages - 1; message >= 0; message--) {
    if (word >= layout.message(message)) return `message${message}.${nameIn(MESSAGE, word - layout.message(message))}`;
  }
  for (let port = layout.ports - 1; port >= 0; port--) {
    if (word >= layout.port(port)) return `port${port}.${nameIn(PORT, word - layout.port(port))}`;
  }
  return `header[${word}]`;
}

function nameIn(fields: Readonly<Record<string, number>>, offset: number): string {
  return Object.keys(fields).find((name) => fields[name] === offset) ?? `[${offset}]`;
}
