// `lwkt audit` from outside: what it takes, and what it refuses.
import { describe, expect, it } from 'vitest';
import { lwkt } from './command.ts';

describe('bad usage ends with 2 and one sentence', () => {
  const COMMANDS: readonly (readonly [readonly string[], string])[] = [
    [['audit'], 'Say what to audit: lwkt audit <module>'],
    [['audit', 'gremlin'], 'There is no file and no implementation "gremlin".'],
    [['audit', 'biome.json'], './biome.json cannot be loaded as a module: '],
    [['audit', 'dist/impl/error.js#queue'], './dist/impl/error.js has no export "queue".'],
  ];
  it.for(COMMANDS)('%s', ([args, sentence]) => {
    const { code, stdout, stderr } = lwkt(...args);
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
