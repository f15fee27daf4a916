// Whether anything of a process group is still alive.
import { spawnSync } from 'node:child_process';

/** Numbers of the processes in a group; those that have ended and are only not yet collected do not count. */
export function alive(group: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,pgid=,stat='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [pid, pgid, stat = ''] = line.trim().split(/\s+/);
    return Number(pgid) === group && !stat.startsWith('Z') ? [Number(pid)] : [];
  });
}

/** Waits until nothing is; false: not within ten seconds, which a loaded machine may need. */
export async function gone(group: number): Promise<boolean> {
  for (let round = 0; round < 200; round += 1) {
    if (alive(group).length === 0) return true;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  return false;
}
