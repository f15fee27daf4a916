/** A process that runs programs by itself: the trace of each run, held to the program and to the model. */
import type { AcceptorOptions } from '../../history/acceptor.ts';
import type { Rejection } from '../../history/blame.ts';
import type { History, HistoryEvent } from '../../history/history.ts';
import type { Program } from '../../programs/program.ts';
import { Unreadable } from '../../validate/fields.ts';
import { EventReader, readHeader } from '../../validate/read.ts';
import { beginning } from './judged.ts';
import type { Peer } from './peer.ts';
import { shortened } from './process.ts';

/** One run. */
export interface Ran {
  readonly history: History;
  readonly rejection?: Rejection;
}

/** @throws ExternalError, Undecided */
export async function run(peer: Peer, program: Program, seed: number, dialect: AcceptorOptions): Promise<Ran> {
  const lines = await peer.run(program, seed);
  const history = readTrace(peer, program, lines);
  const rejection = judgeHistory(history, dialect);
  return { history, ...(rejection === undefined ? {} : { rejection }) };
}

/** @throws Undecided */
export function judgeHistory({ program, events, end }: History, dialect: AcceptorOptions): Rejection | undefined {
  const { acceptor } = beginning(program, dialect);
  for (const event of events) {
    const rejection = acceptor.misused ? undefined : acceptor.take(event);
    if (rejection !== undefined) return rejection.verdict === 'misuse' ? undefined : rejection;
  }
  const rejection = acceptor.misused ? undefined : acceptor.end(end);
  return rejection?.verdict === 'misuse' ? undefined : rejection;
}

function readTrace(peer: Peer, program: Program, lines: readonly string[]): History {
  const events: HistoryEvent[] = [];
  let end: History['end'] | undefined;
  let [at, line] = [0, ''];
  try {
    const header = readHeader(lines[0] ?? '').program;
    for (const part of ['threads', 'ports', 'messages'] as const) {
      if (header[part].length !== program[part].length) {
        throw new Unreadable(`the header to have as many ${part} as the program`);
      }
    }
    const reader = new EventReader({ program });
    let { following } = beginning(program, {});
    for ([at, line] of lines.entries()) {
      if (at === 0) continue;
      const read = reader.read(line);
      if ('end' in read) {
        end = read.end;
        break;
      }
      events.push(read);
      following = following.take(JSON.parse(line)).following;
    }
    if (end === undefined) throw new Unreadable('the end {"end":...}');
    const { idle } = following;
    if (end === 'quiescent' && idle !== undefined) throw new Unreadable(`thread ${idle} to make its next call`);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw peer.reject(`wrote a trace whose line ${at + 1} is ${shortened(line)}, but expected was ${error.message}`);
  }
  return { program, events, end };
}
