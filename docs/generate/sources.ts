/** The text of the model's own files, so that the pages show the code that runs and no copy of it. */
import { readFileSync } from 'node:fs';
import { declarationNamed } from './declarations.ts';

/** A declaration at the top of a module: what its comment says, and its text without that comment. */
export interface Declared {
  /** The sentences of the comment above it; empty if there is none. */
  readonly doc: string;
  readonly code: string;
}

/** @throws Error if the file declares nothing of that name */
export function declared(path: string, name: string): Declared {
  const text = declarationNamed(path, readFileSync(path, 'utf8'), name);
  const [comment = ''] = /^\/\*\*[\s\S]*?\*\/\n/.exec(text) ?? [];
  return { doc: sentences(comment), code: text.slice(comment.length).replace(/^export /, '') };
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

/** The fields of an interface, one a line, each with its comment. @throws Error where a field has none */
export function fields(path: string, name: string): readonly Field[] {
  const { code } = declared(path, name);
  const found = [...code.matchAll(/(\/\*\*[\s\S]*?\*\/\s+)?^ {2}(?:readonly )?(\w+)\??: ([^;]+);$/gm)];
  return found.map(([, comment = '', field = '', type = '']) => {
    const doc = sentences(comment);
    if (doc === '') throw new Error(`${path}: the field ${field} of ${name} has no comment that says what it is`);
    return { name: field, type, doc };
  });
}

/** The text of a comment, without its stars. */
function sentences(comment: string): string {
  const lines = comment
    .trim()
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n');
  return lines
    .map((line) => line.trim().replace(/^\* ?/, ''))
    .join('\n')
    .trim();
}
