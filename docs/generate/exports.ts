/** What a module exports, found in the built declarations: each name with the text that declares it and its docstring. */
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { namesOf, type Statement, type Tree, treeOf } from './declarations.ts';

export interface Exported {
  /** As it is imported; a name in a namespace has its namespace before it: `build.program`. */
  readonly name: string;
  /** The module that declares it, such as `impl/thread.ts`. */
  readonly module: string;
  /** The declaration without its docstring. */
  readonly text: string;
  /** The docstring without its stars; empty if there is none. */
  readonly doc: string;
  /** Of classes: what it has that is public. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  readonly text: string;
  readonly doc: string;
}

interface Module {
  readonly path: string;
  readonly text: string;
  readonly tree: Tree;
}

type Declaration = NonNullable<Extract<Statement, { type: 'ExportNamedDeclaration' }>['declaration']>;
type ClassMember = Extract<Declaration, { type: 'ClassDeclaration' }>['body']['body'][number];

/**
 * Everything that an entry point exports, in its own order.
 *
 * @param path of the module, without folder `dist/`: `impl/index.ts`
 * @throws Error if the declarations are not built, or have a form that is not known here
 */
export function exportsOf(path: string): readonly Exported[] {
  const module = read(path);
  return module.tree.program.body.flatMap((statement) => exportedBy(module, statement));
}

function read(path: string): Module {
  const built = `dist/${path.replace(/\.ts$/, '.d.ts')}`;
  if (!existsSync(built)) throw new Error(`There is no ${built}: run npm run build.`);
  const text = readFileSync(built, 'utf8');
  return { path, text, tree: treeOf(built, text) };
}

function exportedBy(module: Module, statement: Statement): readonly Exported[] {
  if (statement.type === 'ExportAllDeclaration') return exportsOf(target(module, statement.source.value));
  if (statement.type !== 'ExportNamedDeclaration') return [];
  const { source, specifiers } = statement;
  if (source === null || source === undefined) {
    if (specifiers.length > 0) throw new Error(`${module.path} exports names of its own apart from their declarations`);
    return namesOf(statement).map((name) => declared(module, statement, name));
  }
  const from = target(module, source.value);
  return specifiers.flatMap((specifier) => {
    const { name } = specifier.exported as { name: string };
    if (specifier.type === 'ExportNamespaceSpecifier') {
      return exportsOf(from).map((one) => ({ ...one, name: `${name}.${one.name}` }));
    }
    if (specifier.type !== 'ExportSpecifier') throw new Error(`${module.path} has a default export`);
    const local = specifier.local.name;
    return exportsOf(from).flatMap((one) => (one.name === local ? [{ ...one, name }] : []));
  });
}

const target = (module: Module, source: string): string => posix.join(posix.dirname(module.path), source);

function declared(module: Module, statement: Statement, name: string): Exported {
  const { declaration } = statement as { declaration?: Declaration | null };
  if (declaration === null || declaration === undefined) throw new Error(`${module.path} does not declare ${name}`);
  const doc = docOf(statement);
  const base = { name, module: module.path, doc };
  if (declaration.type !== 'ClassDeclaration') return { ...base, text: without(module, statement), members: [] };
  const { start, body } = declaration;
  const head = module.text
    .slice(start ?? 0, body.start ?? 0)
    .replace(/^declare /, '')
    .trim();
  return { ...base, text: head, members: body.body.flatMap((member) => publicMember(module, member)) };
}

/** The declaration from `export` to its end: `declare` says nothing to a reader. */
function without({ text }: Module, { start, end }: Statement): string {
  return text.slice(start ?? 0, end ?? 0).replace(/^export declare /, 'export ');
}

function publicMember({ text }: Module, member: ClassMember): readonly Member[] {
  if ('accessibility' in member && member.accessibility === 'private') return [];
  if (!('key' in member) || member.key.type === 'PrivateName') return [];
  const name = text.slice(member.key.start ?? 0, member.key.end ?? 0);
  return [{ name, text: text.slice(member.start ?? 0, member.end ?? 0), doc: docOf(member) }];
}

/** The last `/** ... *\/` above, without its stars. */
function docOf({ leadingComments }: Statement | ClassMember): string {
  const comment = (leadingComments ?? [])
    .filter(({ type, value }) => type === 'CommentBlock' && value.startsWith('*'))
    .at(-1);
  if (comment === undefined) return '';
  const lines = comment.value.slice(1).split('\n');
  return lines
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}
