/** The section that comes first, in every run: is the checker awake? */
import { CANARIES, type Canary } from './canaries.ts';
import type { Section } from './section.ts';

export const awake: Section = {
  name: 'awake',
  title: 'Is the checker awake?',
  jobs: () => ['canaries'],
  async run(_, context) {
    for (const canary of CANARIES) {
      const start = context.now();
      const { what, ...counts } = canary.look();
      const row = { name: canary.name, bound: canary.about, ...counts };
      const seconds = context.now() - start;
      if (what === canary.expected) context.emit({ ...row, seconds, verdict: 'found' });
      else context.emit({ ...row, seconds, verdict: 'missed', message: asleep(canary, what) });
    }
  },
};

function asleep({ name, expected }: Canary, what: string | undefined): string {
  const instead = what === undefined ? 'found nothing' : `said ${what}`;
  return `the checker is asleep: of the ${name} it had to say ${expected}, and ${instead}`;
}
