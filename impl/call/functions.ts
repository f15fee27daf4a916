/** The types of calls: what a caller sees of the functions that another thread serves. */

/** Anything that can be called. */
export type AnyFunction = (...args: never[]) => unknown;

/** What can be served: one function, or an object of functions, such as a module. What else is in it is not served. */
export type Served = AnyFunction | object;

/** The same function for a caller that waits: it returns what the promise of an async function would give. */
export type SyncFunction<F> = F extends (...args: infer Arguments) => infer Result
  ? (...args: Arguments) => Awaited<Result>
  : never;

/** The same function for a caller that does not wait. */
export type AsyncFunction<F> = F extends (...args: infer Arguments) => infer Result
  ? (...args: Arguments) => Promise<Awaited<Result>>
  : never;

type Named<F> = { [Name in keyof F as F[Name] extends AnyFunction ? Name : never]: F[Name] };

/** `call.sync`: the function itself, or one for each. */
export type Sync<F> = F extends AnyFunction
  ? SyncFunction<F>
  : { readonly [Name in keyof Named<F>]: SyncFunction<F[Name]> };

/** `call.async`: the function itself, or one for each. */
export type Async<F> = F extends AnyFunction
  ? AsyncFunction<F>
  : { readonly [Name in keyof Named<F>]: AsyncFunction<F[Name]> };

/** What a function answers that is to run at once, in its caller: take it there all the same. */
export const QUEUE: unique symbol = Symbol('lwkt: queue this call');

type AtOnce<F> = F extends (...args: infer Arguments) => infer Result
  ? (...args: Arguments) => Awaited<Result> | typeof QUEUE
  : never;

/** Begin functions by their names, or the one: each answers the call in the thread of the caller, or QUEUE. */
export type Begin<F> = F extends AnyFunction ? AtOnce<F> : { readonly [Name in keyof Named<F>]?: AtOnce<F[Name]> };
