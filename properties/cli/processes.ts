/**
 * The processes that a command starts, none of which outlives it: whatever ends the command ends them first, with all that
 * they have started themselves.
 */
import type { LineProcess } from '../audit/exec/index.ts';
import type { Running } from '../check/index.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class Processes {
  readonly #all = new Set<LineProcess>();
  #interruptsLeft = 0;
  readonly #killAll = (): void => {
    for (const process of this.#all) process.kill();
  };
  readonly #endBySignal = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGINT' && this.#interruptsLeft > 0) {
      this.#interruptsLeft -= 1;
      return;
    }
    this.#killAll();
    this.stopListening();
    process.kill(process.pid, signal);
  };

  /**
   * How they are started. Signals are listened for from here on, and not before: a signal that is listened for does not
   * end what computes.
   */
  running(command: string, patienceMs: number): Running {
    process.on('exit', this.#killAll);
    for (const signal of SIGNALS) process.on(signal, this.#endBySignal);
    return { command, patienceMs, onStart: (process) => this.#all.add(process) };
  }

  /**
   * Whoever shows what was found so far takes the next interrupt. The listener stays: a signal that has come but was not
   * told yet is lost where the last listener is taken away, even if another is put there in its place at once.
   */
  leaveInterrupt(): void {
    this.#interruptsLeft += 1;
  }

  /** Lets all of them end. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map((process) => process.close()));
  }

  stopListening(): void {
    process.off('exit', this.#killAll);
    for (const signal of SIGNALS) process.off(signal, this.#endBySignal);
  }
}
