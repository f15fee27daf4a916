// The types of functions.mjs, as a worker written in TypeScript would have them.
export function add(a: number, b: number): number;
export function echo<T>(value: T): T;
export function nothing(): void;
export function later(value: string, ms: number): Promise<string>;
export function busy(value: number, ms: number): number;
export function fail(kind?: string): never;
export function reject(kind?: string): Promise<never>;
export function large(length: number): string;
export function unclonable(): () => number;
export function exit(code: number): never;
export function crash(): Promise<void>;
export function never(): Promise<void>;
export function count(): number;
export const notFunction: number;
