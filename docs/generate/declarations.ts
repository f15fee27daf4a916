/** Finds declarations in TypeScript text: where each starts, with the comment that belongs to it, and where it ends. */
import { type ParseResult, parse } from '@babel/parser';

/** @babel/parser gives the tree that `@babel/types` describes; this is the little of it that is asked here. */
export type Tree = ParseResult;
export type Statement = Tree['program']['body'][number];

/** @param path for errors; what ends with `.d.ts` is read as declarations */
export function treeOf(path: string, text: string): Tree {
  const dts = path.endsWith('.d.ts');
  try {
    return parse(text, { sourceType: 'module', plugins: [['typescript', { dts }]] });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} cannot be parsed: ${why}`);
  }
}

/** The names that a statement at the top of a module declares. */
export function namesOf(statement: Statement): readonly string[] {
  const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  switch (declared?.type) {
    case 'VariableDeclaration':
      return declared.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
    case 'ClassDeclaration':
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return declared.id?.type === 'Identifier' ? [declared.id.name] : [];
    default:
      return [];
  }
}

/** The text of one declaration of a module, with the comment above it. @throws Error if there is none of that name */
export function declarationNamed(path: string, text: string, name: string): string {
  const statement = treeOf(path, text).program.body.find((one) => namesOf(one).includes(name));
  if (statement === undefined) throw new Error(`${path} declares no ${name}`);
  return textOf(text, statement);
}

/** From the comment that touches the statement to its end. */
function textOf(text: string, { start, end, leadingComments }: Statement): string {
  let from = start ?? 0;
  for (const comment of [...(leadingComments ?? [])].reverse()) {
    const between = text.slice(comment.end, from);
    if (/\n\s*\n/.test(between)) break;
    from = comment.start ?? from;
  }
  return text.slice(from, end ?? undefined);
}
