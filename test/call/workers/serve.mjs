/** Serves functions.mjs, or the default of a module; how is in workerData. */
import { workerData } from 'node:worker_threads';
import { bytesCodec, jsonCodec, serve } from '../../../dist/impl/index.js';
import * as functions from './functions.mjs';

const { system, thread = 1, blocking = false, kind = 'module' } = workerData;
const codec = { bytes: bytesCodec(), json: jsonCodec() }[workerData.codec];
const served = {
  module: functions,
  double: (x) => 2 * x,
  reverse: (bytes) => bytes.toReversed(),
}[kind];
serve(system, { thread, blocking, ...(codec && { codec }) }, served);
