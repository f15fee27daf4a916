/** Starts one role of a test on a worker thread. What it returns is the job's result. */
import { parentPort, workerData } from 'node:worker_threads';
import { client } from './client.mjs';
import { caller, switching } from './direct.mjs';
import { consumer, flooder, producer } from './flood.mjs';
import { asyncServer, timedClient, withholder } from './patience.mjs';
import { server } from './server.mjs';

const roles = { asyncServer, caller, client, consumer, flooder, producer, server, switching, timedClient, withholder };
const { role, buffer, args } = workerData;
parentPort.postMessage({ result: await roles[role](buffer, args) });
