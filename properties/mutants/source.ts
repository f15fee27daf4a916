/** A built module as a tree: every node with the nodes around it, and the text it stands for. */
import { type AnyNode, type Expression, parse, type Statement, type VariableDeclaration } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import type { EffectsOf } from './effects.ts';

/** One place in the text of a module. */
export interface Site {
  readonly node: AnyNode;
  /** The node directly around it. */
  readonly parent: AnyNode | undefined;
  /** Functions around it, by the names they go by: `arrive.guard`. */
  readonly where: string;
  /** What functions may do that somebody notices. */
  readonly effects: EffectsOf;
  /** The text as it stands. */
  text(node: { readonly start: number; readonly end: number }): string;
}

/** In the order of the text. */
export function sitesOf(text: string, effects: EffectsOf = new Map()): Site[] {
  const sites: Site[] = [];
  const tree = parse(text, { ecmaVersion: 2022, sourceType: 'module' });
  fullAncestor(tree, (node, _, ancestors) => {
    const around = (ancestors as AnyNode[]).slice(0, -1);
    sites.push({
      node: node as AnyNode,
      parent: around.at(-1),
      where: around.flatMap(nameOf).join('.'),
      effects,
      text: ({ start, end }) => text.slice(start, end),
    });
  });
  return sites.sort((one, other) => one.node.start - other.node.start || other.node.end - one.node.end);
}

function nameOf(node: AnyNode): string[] {
  switch (node.type) {
    case 'FunctionDeclaration':
      return node.id === null ? [] : [node.id.name];
    case 'MethodDefinition':
    case 'Property':
      return isFunction(node.value) ? keyOf(node.key) : [];
    case 'VariableDeclarator':
      return node.id.type === 'Identifier' && holdsFunction(node.init) ? [node.id.name] : [];
    default:
      return [];
  }
}

function keyOf(key: AnyNode): string[] {
  if (key.type === 'Identifier') return [key.name];
  return key.type === 'PrivateIdentifier' ? [`#${key.name}`] : [];
}

function isFunction(node: AnyNode | null | undefined): boolean {
  return node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression';
}

/** A function, an object with functions in it, or a call that is given one. */
function holdsFunction(node: Expression | null | undefined): boolean {
  if (node?.type === 'ObjectExpression') {
    return node.properties.some((each) => each.type === 'Property' && isFunction(each.value));
  }
  if (node?.type === 'CallExpression') return node.arguments.some((each) => isFunction(each));
  return isFunction(node);
}

/** Names that a statement declares for those after it. */
export function declaredBy(statement: AnyNode): string[] {
  if (statement.type !== 'VariableDeclaration') return [];
  const declared: string[] = [];
  fullAncestor(statement as VariableDeclaration, (node) => {
    const { id } = node as { id?: AnyNode };
    if (node.type !== 'VariableDeclarator' || id === undefined) return;
    fullAncestor(id, (part) => {
      if (part.type === 'Identifier') declared.push((part as unknown as { name: string }).name);
    });
  });
  return declared;
}

/** Whether a text speaks of any of these names. */
export function mentions(text: string, names: readonly string[]): boolean {
  return names.some((name) => new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text));
}

/** A statement after which the rest of its block is not run. */
export function leaves({ type }: Statement | AnyNode): boolean {
  return ['ReturnStatement', 'ThrowStatement', 'BreakStatement', 'ContinueStatement'].includes(type);
}
