/**
 * Writes histories in the format lwkt-trace/1, so that whoever reads traces reads ours. See `read.ts` for what we
 * add.
 */
import { flagNames, NONE } from '../../model/index.ts';
import type { HistoryEvent, HistoryStream } from '../history/history.ts';
import { type BeginSpec, type Call, codesOf, type PortSpec, type Program } from '../programs/program.ts';
import { FORMAT } from './read.ts';

/**
 * The lines of a trace, without line ends.
 *
 * @param source who recorded it
 */
export function* traceLines({ program, events, end }: HistoryStream, source: string): Generator<string> {
  yield JSON.stringify(header(program, source));
  const inside = new Set<number>();
  for (const event of events) {
    if ('call' in event) inside.add(event.thread);
    else inside.delete(event.thread);
    yield JSON.stringify(eventLine(event));
  }
  const blocked = [...inside].sort((one, other) => one - other);
  yield JSON.stringify(end === 'quiescent' ? { end, blocked } : { end });
}

function header(program: Program, source: string): object {
  const { threads, ports, messages } = program;
  const blocks = ports.some(({ begin }) => begin?.does === 'block');
  return {
    format: FORMAT,
    source,
    threads: threads.length,
    cpus: [...threads.keys()],
    ports: ports.map(portLine),
    messages: messages.length,
    originators: messages,
    ...(blocks ? { codes: codesOf(program) } : {}),
  };
}

function portLine({ owner, begin }: PortSpec): object {
  return begin === undefined ? { owner } : { owner, ...beginLine(begin) };
}

function beginLine(begin: BeginSpec): object {
  switch (begin.does) {
    case 'complete':
      return { begin: 'sync', error: begin.code };
    case 'reply':
      return { begin: 'reply_easync', error: begin.code };
    case 'decide':
      return { begin: 'decide', error: begin.code };
    case 'queue':
      return { begin: 'queue', port: begin.port };
    case 'block':
      return { begin: 'block', port: begin.port, msg: begin.message };
  }
}

function eventLine(event: HistoryEvent): object {
  const { thread } = event;
  if ('call' in event) return { thread, ...callLine(event.call) };
  const { result, seen } = event;
  if ('refused' in result) return { thread, refused: result.refused };
  if (seen === undefined) return { thread, return: result.value };
  const { flags, error, abortRequest } = seen;
  const shown = { flags: flagNames(flags), error };
  const abort = abortRequest === undefined ? { abortreq: null } : abortRequest ? { abortreq: true } : {};
  return { thread, return: result.value, ...shown, ...abort };
}

function callLine({ name, thread, port, message, code, timeout }: Call): object {
  return {
    call: name,
    // The reply port, which is always the built-in one.
    ...(name === 'initmsg' ? { port: thread } : port === NONE ? {} : { port }),
    ...(message === NONE ? {} : { msg: message }),
    ...(name === 'replymsg' ? { error: code } : {}),
    ...(timeout === true ? { timeout } : {}),
  };
}
