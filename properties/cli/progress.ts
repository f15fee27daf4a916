/** One or two lines of progress on a terminal, rewritten in place; nothing at all where there is no terminal. */
import { createLogUpdate } from 'log-update';
import { colours as pc } from './colours.ts';

export interface Progress {
  show(section: string, job: string, text: string): void;
  /** A job is over. */
  done(job: string): void;
  /** Makes room for other output. */
  clear(): void;
  stop(): void;
}

export const NO_PROGRESS: Progress = {
  show: () => undefined,
  done: () => undefined,
  clear: () => undefined,
  stop: () => undefined,
};

export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new TerminalProgress(stream) : NO_PROGRESS;
}

class TerminalProgress implements Progress {
  private readonly log: ReturnType<typeof createLogUpdate>;
  private readonly lines = new Map<string, string>();

  constructor(stream: NodeJS.WriteStream) {
    this.log = createLogUpdate(stream);
  }

  show(section: string, job: string, text: string): void {
    this.lines.set(job, `${pc.dim(section)}  ${job}: ${text}`);
    this.log([...this.lines.values()].join('\n'));
  }

  done(job: string): void {
    this.lines.delete(job);
  }

  clear(): void {
    this.log.clear();
  }

  stop(): void {
    this.lines.clear();
    this.log.clear();
    this.log.done();
  }
}
