// The I/O worker of the file service.
import { workerData } from 'node:worker_threads';
import { serveFiles } from '../../../../docs/examples/files/service.mjs';
import { pin } from '../place.mjs';

pin(1);
serveFiles(workerData.service);
