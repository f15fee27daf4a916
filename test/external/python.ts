// The ports in Python, where the machine has it.
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

/** The interpreter itself: what stands for it in the path may be a script that takes long to find it. */
function interpreter(): string | undefined {
  const args = ['-c', 'import sys; print(sys.executable)'];
  const { status, stdout } = spawnSync('python3', args, { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? realpathSync(stdout.trim()) : undefined;
}

export const PYTHON: string | undefined = interpreter();

/** In the title of what needs it. */
export const WITHOUT_PYTHON: string = PYTHON === undefined ? ' (left out: there is no python3)' : '';

export function ports(file: 'ports.py' | 'ports_2003.py', ...args: readonly string[]): string {
  return [PYTHON, `test/external/${file}`, ...args].join(' ');
}
