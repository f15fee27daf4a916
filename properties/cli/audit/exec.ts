/** `lwkt audit --exec`: an implementation in any language, as a process that speaks lwkt-port/1. */
import { Option } from 'commander';
import { type LineProcess, Peer, type ProcessOptions } from '../../audit/exec/index.ts';
import { ExternalError } from '../../audit/index.ts';
import { contextOf, externalSection, type Job, type Settings } from '../../check/index.ts';
import type { Scenario } from '../../programs/scenarios.ts';
import { remembered } from '../../regressions/index.ts';
import { freshSeed, milliseconds, seconds } from '../clock.ts';
import { UsageError } from '../exit.ts';
import { patienceOption, regressionsFolder } from '../options.ts';
import { type Runner, runSession } from '../session.ts';
import type { Way } from './way.ts';

export const ofProcess: Way = {
  usage: 'lwkt audit --exec <command>',
  options: () => [
    new Option('--exec <command>', 'an implementation in any language: a process that speaks lwkt-port/1'),
    patienceOption(),
  ],
  isAsked: (_, options) => options['exec'] !== undefined,
  async run(_, options) {
    const { profile, seed = freshSeed() } = options;
    const exec = { command: String(options['exec']), patienceMs: Number(options['patience']) };
    const processes = new Processes();
    await tried(() => processes.start(exec));
    processes.leaveInterrupts();
    const folder = regressionsFolder(options);
    const memory = folder === undefined ? {} : { regressions: folder };
    const settings: Settings = { profile, seed, implementation: exec.command, external: true, ...memory };
    const code = await runSession({
      command: 'audit',
      settings,
      sections: [externalSection(exec.command, (use) => processes.lend(exec, use), failedBefore(folder))],
      options,
      exec,
      runner: (deadline, onProgress) => processes.runner({ settings, deadline, onProgress }),
    });
    processes.stopListening();
    return code;
  },
};

/** Their schedules are of calls that are another’s, so it is the programs that are tried. */
function failedBefore(folder: string | undefined): readonly Scenario[] {
  if (folder === undefined) return [];
  return remembered(folder).map(({ name, regression }) => ({
    name,
    about: regression.what,
    program: regression.program,
  }));
}

/** Lets the process introduce itself once, so that what is wrong with it is said before anything is begun. */
async function tried(start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    throw error instanceof ExternalError ? new UsageError(error.message) : error;
  }
}

/** A process waits for most of its time, and so does who asks it: jobs are run in this thread. */
class Processes {
  readonly #all = new Set<LineProcess>();
  readonly #idle: Peer[] = [];
  readonly #killAll = (): void => {
    for (const process of this.#all) process.kill();
  };
  #interruptsLeft = false;
  readonly #endBySignal = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGINT' && this.#interruptsLeft) return;
    this.#killAll();
    this.stopListening();
    process.kill(process.pid, signal);
  };

  constructor() {
    process.on('exit', this.#killAll);
    for (const signal of SIGNALS) process.once(signal, this.#endBySignal);
  }

  /** Starts one, for later. @throws ExternalError */
  async start(options: ProcessOptions): Promise<void> {
    this.#idle.push(await this.#fresh(options));
  }

  /** Starting one may take longer than all that it is asked, so those that have done no wrong are used again. */
  async lend<T>(options: ProcessOptions, use: (peer: Peer) => Promise<T>): Promise<T> {
    const peer = this.#idle.pop() ?? (await this.#fresh(options));
    const used = await use(peer);
    this.#idle.push(peer);
    return used;
  }

  #fresh(options: ProcessOptions): Promise<Peer> {
    return Peer.start(options, (process) => this.#all.add(process));
  }

  /**
   * Whoever shows what was found so far takes interrupts from here on. The listener stays: a signal that has come but
   * was not told yet is lost where the last listener is taken away, even if another is put there in its place at once.
   */
  leaveInterrupts(): void {
    this.#interruptsLeft = true;
  }

  stopListening(): void {
    process.off('exit', this.#killAll);
    for (const signal of SIGNALS) process.off(signal, this.#endBySignal);
  }

  runner({ settings, deadline, onProgress }: RunnerOptions): Runner {
    return {
      run: (job, emit) =>
        job.section.run(
          job.name,
          contextOf(job, {
            settings,
            emit,
            now: seconds,
            expired: () => milliseconds() >= deadline,
            progress: (text) => onProgress(job, text),
          }),
        ),
      close: async () => {
        await Promise.all([...this.#all].map((process) => process.close()));
      },
    };
  }
}

interface RunnerOptions {
  readonly settings: Settings;
  readonly deadline: number;
  readonly onProgress: (job: Job, text: string) => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
