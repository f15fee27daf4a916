// The diagrams and the lanes of the pages: made by runs, and otherwise where the runs are otherwise.
import { describe, expect, it, test } from 'vitest';
import { diagramOf, LIVES, mermaid, worldOf } from '../../docs/generate/life-of-a-message.ts';
import { common, crossingOf } from '../../docs/generate/what-cannot-happen-runs.ts';
import { FAULTS, type Fault } from '../../properties/faults/index.ts';
import { MODEL_FAULTS } from '../../properties/model/index.ts';
import { readPage } from './read-page.ts';

describe('the life of a message', () => {
  test.each(LIVES.map((life) => [life.title, life] as const))('%s: every node leads on, and is reached', (_, life) => {
    const { nodes, edges, start } = diagramOf(worldOf(life));
    expect(nodes.length).toBeLessThanOrEqual(15);
    for (const { label } of nodes) {
      expect(edges.some(({ from }) => from === label)).toBe(true);
      expect(label === start || edges.some(({ to }) => to === label)).toBe(true);
    }
  });

  it('of domsg is this, by hand', () => {
    const [domsg] = LIVES;
    if (domsg === undefined) throw new Error('there is no life');
    const { edges } = diagramOf(worldOf(domsg));
    const place = (label: string): string => label.split(' ')[0] ?? '';
    const ways = edges.map(({ from, action, to }) => `${place(from)} ${action} ${place(to)}`);
    expect(ways.sort()).toEqual([
      'answered collect idle',
      'begun completes idle',
      'begun queues sent',
      'begun replies answered',
      'idle domsg begun',
      'queued getport taken',
      'queued take taken',
      'sent arrive queued',
      'taken replymsg answered',
    ]);
  });

  it('shows that an abort which comes late leaves the message to its target', () => {
    const aborted = LIVES.find(({ calls }) => calls.includes('abortmsg'));
    if (aborted === undefined) throw new Error('there is no life with aborts');
    const { edges } = diagramOf(worldOf(aborted));
    const after = edges.filter(({ from }) => from.startsWith('taken') && from.endsWith('abort asked'));
    expect(after.map(({ action, to }) => `${action} ${to}`)).toEqual(['replymsg returning {ASYNC}']);
  });

  it('is drawn otherwise of a wrong model', () => {
    const [, sendmsg] = LIVES;
    const fault = MODEL_FAULTS.find(({ name }) => name === 'what arrives has no DONE');
    if (sendmsg === undefined || fault === undefined) throw new Error('there is no such life or fault');
    const [right, wrong] = [diagramOf(worldOf(sendmsg)), diagramOf(worldOf(sendmsg), fault.actions)].map(mermaid);
    expect(readPage('docs/life-of-a-message.md')).toContain(right);
    expect(readPage('docs/life-of-a-message.md')).not.toContain(wrong);
  });
});

describe('what cannot happen', () => {
  const named = (name: string): Fault => {
    const fault = FAULTS.find((each) => each.name === name);
    if (fault === undefined) throw new Error(`there is no fault ${name}`);
    return fault;
  };

  it('is shown by a run that breaks the clause, beside one that does not', async () => {
    const found = await crossingOf('C1');
    expect(found).toMatchObject({ fault: { name: 'EASYNC from domsg' }, same: 1, steps: 2, part: 'calls' });
    expect(found?.broken).toContain('< domsg port 1 message 0 = 99');
    expect(found?.legal).toContain('... step 1 as above ...');
    expect(found?.legal).toContain('< domsg port 1 message 0 = 7');
    expect(found?.message).toMatch(/^C1 /);
  });

  it('prefers what really happened, then what takes two threads', async () => {
    expect((await crossingOf('C20'))?.fault.kind).toBe('history');
    expect((await crossingOf('C17'))?.fault.name).toBe('QUEUED left set');
    expect((await crossingOf('C17', [named('a completion is replied twice')]))?.same).toBe(1);
  });

  it('has no run of the implementation where no fault breaks the clause', async () => {
    expect(await crossingOf('C8')).toBeUndefined();
  });

  it('is an error where the fault does not break its clause', async () => {
    const none: Fault = { ...named('EASYNC from domsg'), name: 'none', changes: [] };
    await expect(crossingOf('C1', [none])).rejects.toThrow('"none" is not found by C1');
    const mistaken: Fault = { ...named('domsg returns 0'), clause: 'C1' };
    await expect(crossingOf('C1', [mistaken])).rejects.toThrow('is not found by C1');
  });

  it('parts where the runs part', () => {
    expect(common([], [])).toBe(0);
  });
});
