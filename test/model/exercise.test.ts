// No property holds only because it has nothing to say: how often each could have failed is pinned. `npm run manifest`
// writes it.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exercise, modelProperties } from '../../properties/model/exercise.ts';
import { EXERCISED, WORLDS } from '../../properties/model/exercised.ts';
import { worldNamed } from '../../properties/model/index.ts';

const FILE = new URL('../../properties/model/exercised.ts', import.meta.url);
const NAMES = modelProperties().map(({ name }) => name);

if (process.env['UPDATE_MANIFEST'] !== undefined) {
  it('write how often each property could have failed', { timeout: 600_000 }, () => {
    const worlds = WORLDS.map((name) => exercise(worldNamed(name)));
    const lines = NAMES.map(
      (name) => `  ${JSON.stringify(name)}: ${JSON.stringify(worlds.map((found) => found[name]))},`,
    );
    const [head = ''] = readFileSync(FILE, 'utf8').split('= {');
    writeFileSync(FILE, `${head}= {\n${lines.join('\n')}\n};\n`);
  });
} else {
  const deep = process.env['LWKT_DEEP'] !== undefined;
  // The others take most of a minute: LWKT_DEEP=1 counts them too.
  const counted = deep ? WORLDS : ['one message', 'to oneself', 'forwarding'];
  const pinned = (world: string): Record<string, number | undefined> =>
    Object.fromEntries(NAMES.map((name) => [name, EXERCISED[name]?.[WORLDS.indexOf(world)]]));

  describe('how often each property could have failed', () => {
    it('is pinned for all properties and worlds', () => {
      expect(Object.keys(EXERCISED)).toEqual(NAMES);
      expect(Object.values(EXERCISED).filter(({ length }) => length !== WORLDS.length)).toEqual([]);
    });

    it.each(counted)('is as pinned in the world "%s"', { timeout: 120_000 }, (world) => {
      expect(exercise(worldNamed(world))).toEqual(pinned(world));
    });

    it('is nothing where there is nothing to say', () => {
      const { 'forwarding changes nothing': forwards, 'initmsg resets': resets } = exercise(worldNamed('two messages'));
      expect([forwards, resets]).toEqual([0, 0]);
    });

    it('is never nothing: a full check exercises every property', () => {
      const never = NAMES.filter((name) => EXERCISED[name]?.every((times) => times === 0));
      expect(never).toEqual([]);
    });
  });
}
