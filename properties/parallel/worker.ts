// The entry of a worker: one part of one search.
import { workerData } from 'node:worker_threads';
import { attach } from '../../impl/index.ts';
import { Allotment } from './layout.ts';
import { type PartOptions, PartSearch } from './part-search.ts';
import { Post } from './post.ts';
import { programFrom, type Source } from './source.ts';

/** What a worker is started with. */
export interface Order extends PartOptions {
  readonly system: SharedArrayBuffer;
  readonly worker: number;
  readonly source: Source;
}

const { system, worker, source, ...options } = workerData as Order;
const { workers } = options;
const post = new Post(attach(system, { thread: worker }), new Allotment(workers));
const search = new PartSearch(await programFrom(source), post, options);
post.sendNote(workers, { kind: 'ready' }, search);
const { part, ended } = search.search();
post.sendNote(workers, { kind: 'part', part, ended }, search);
