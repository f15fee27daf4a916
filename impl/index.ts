/** LWKT message ports for worker threads. */

export type { RefusalCode } from '../model/names.ts';
export { ASYNC, DONE, EASYNC, ECONNABORTED, EDEADLK, flagNames, QUEUED, REPLY } from '../model/names.ts';
export { declareDead, watch } from './call/alive.ts';
export { Connection, type ConnectOptions, connect, type View } from './call/connect.ts';
export type { CallOptions } from './call/connection.ts';
export {
  type AnyFunction,
  type Async,
  type AsyncFunction,
  type Begin,
  QUEUE,
  type Served,
  type Sync,
  type SyncFunction,
} from './call/functions.ts';
export type { WhenExhausted } from './call/pool.ts';
export { type ServeOptions, Server, serve } from './call/serve.ts';
export { type ErrorCode, LwktError } from './error.ts';
export { EventLoop } from './event-loop.ts';
export { Layout, type Sizes } from './layout.ts';
export { AtomicsMemory, type Memory } from './memory.ts';
export type { Messages } from './messages.ts';
export { Payloads } from './payload.ts';
export { ScorePolicy, SLEEP_AT_ONCE } from './score-policy.ts';
export { type AttachOptions, attach, createSystem, format, join } from './system.ts';
export { type BeginFunction, Thread } from './thread.ts';
export { bytesCodec, type Codec, jsonCodec, structuredCodec } from './values/codec.ts';
export type { AwaitOptions } from './wait.ts';
export type { Waiting } from './waiting.ts';
export { NONE } from './words.ts';
