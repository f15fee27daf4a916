import { parentPort } from 'node:worker_threads';
import { expose } from 'comlink';
import adapter from 'comlink/dist/esm/node-adapter.mjs';
import { pin } from '../place.mjs';

pin(1);
expose({ echo: (value) => value }, adapter(parentPort));
