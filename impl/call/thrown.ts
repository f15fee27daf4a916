/**
 * What a function threw, as plain data that any codec can carry, and back.
 *
 * A structured clone of an error loses its code and the name of its class; a caller decides by these.
 */

/** An error: its own enumerable properties, such as `code`, are in `more`. Or whatever else was thrown. */
export type Thrown =
  | {
      readonly error: string;
      readonly message: string;
      readonly stack?: string;
      readonly cause?: Thrown;
      readonly errors?: readonly Thrown[];
      readonly more?: Readonly<Record<string, unknown>>;
    }
  | { readonly value: unknown };

/** How many causes of causes are told. */
const DEPTH = 8;

const CLASSES = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError };

/** @param brief without stack, causes and other properties: for a message in which there is no room for them */
export function pack(thrown: unknown, brief: boolean = false, depth: number = DEPTH): Thrown {
  if (!(thrown instanceof Error)) return { value: thrown };
  const head = { error: String(thrown.name), message: String(thrown.message) };
  const code = (thrown as { code?: unknown }).code;
  if (brief) return plain(code) ? { ...head, more: { code } } : head;
  const more = Object.fromEntries(Object.entries(thrown).filter(([name, value]) => !KNOWN.has(name) && plain(value)));
  if (plain(code)) more['code'] = code;
  return {
    ...head,
    ...(typeof thrown.stack === 'string' && { stack: thrown.stack }),
    ...(Object.hasOwn(thrown, 'cause') && depth > 0 && { cause: pack(thrown.cause, brief, depth - 1) }),
    ...(thrown instanceof AggregateError &&
      depth > 0 && { errors: thrown.errors.map((one) => pack(one, brief, depth - 1)) }),
    ...(Object.keys(more).length > 0 && { more }),
  };
}

/** A value to throw: an error of the class of that name if there is one, else an Error with that name. */
export function unpack(packed: Thrown): unknown {
  if (!('error' in packed)) return packed.value;
  const { error: name, message, stack, cause, errors, more } = packed;
  const Class = Object.hasOwn(CLASSES, name) ? CLASSES[name as keyof typeof CLASSES] : Error;
  const error = Object.setPrototypeOf(new Error(message), Class.prototype) as Error;
  const hidden = (property: string, value: unknown): unknown =>
    Object.defineProperty(error, property, { value, writable: true, configurable: true });
  if (error.name !== name) hidden('name', name);
  hidden('stack', stack ?? `${name}: ${message}`);
  if (cause !== undefined) hidden('cause', unpack(cause));
  if (errors !== undefined) hidden('errors', errors.map(unpack));
  return Object.assign(error, more);
}

const KNOWN: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'errors']);

/** Whether a property can go along whatever the codec: what cannot, is left out rather than that the error is lost. */
function plain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
