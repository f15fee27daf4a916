/** A process that speaks lwkt-port/1: what it is asked, and its answers as data. */
import type { Program } from '../../programs/program.ts';
import { Unreadable } from '../../validate/fields.ts';
import { type ExternalError, LineProcess, type ProcessOptions, shortened } from './process.ts';
import {
  endsRun,
  type Hello,
  type Position,
  PROTOCOL,
  Refused,
  type Request,
  readDone,
  readHello,
  readPosition,
  refusal,
} from './protocol.ts';

/** Requests that are answered with a position. */
export type Move = Extract<Request, { do: 'start' | 'step' | 'restore' }>;

/** A process that was started and has introduced itself. */
export class Peer {
  readonly hello: Hello;
  readonly #process: LineProcess;
  #program: Program = { threads: [], ports: [], messages: [] };

  private constructor(process: LineProcess, hello: Hello) {
    this.#process = process;
    this.hello = hello;
  }

  /** Starts the process and lets it introduce itself. @throws ExternalError */
  static async start(options: ProcessOptions): Promise<Peer> {
    const process = new LineProcess(options);
    const hello = await asked(process, { do: 'hello', protocol: PROTOCOL }, readHello);
    return new Peer(process, hello);
  }

  /** From here on, positions are of this program. @throws ExternalError */
  start(program: Program): Promise<Position> {
    this.#program = program;
    return this.move({ do: 'start', program });
  }

  /** Several may be asked before the first is answered. @throws ExternalError */
  move(request: Move): Promise<Position> {
    const program = this.#program;
    return asked(this.#process, request, (line) => readPosition(line, program));
  }

  /** @throws ExternalError */
  do(request: Extract<Request, { do: 'save' | 'forget' }>): Promise<void> {
    return asked(this.#process, request, readDone);
  }

  /** The lines of a trace. @throws ExternalError */
  async run(program: Program, seed: number): Promise<readonly string[]> {
    const request: Request = { do: 'run', program, seed };
    const lines = await this.#process.ask(JSON.stringify(request), endsRun);
    return read(this.#process, request, lines.at(-1) ?? '', (last) => {
      refusal(last);
      return lines;
    });
  }

  /** Ends the process because of what it has answered. @param why it is nonsense, after "the process" in a sentence */
  reject(why: string): ExternalError {
    return this.#process.breakOff(why);
  }

  async close(): Promise<void> {
    await this.#process.close();
  }
}

async function asked<T>(process: LineProcess, request: Request, reader: (line: string) => T): Promise<T> {
  const [line = ''] = await process.ask(JSON.stringify(request));
  return read(process, request, line, reader);
}

function read<T>(process: LineProcess, request: Request, line: string, reader: (line: string) => T): T {
  try {
    return reader(line);
  } catch (error) {
    if (error instanceof Refused) throw process.breakOff(`refused "${request.do}": ${error.message}`);
    if (!(error instanceof Unreadable)) throw error;
    throw process.breakOff(`answered "${request.do}" with ${shortened(line)}, but expected was ${error.message}`);
  }
}
