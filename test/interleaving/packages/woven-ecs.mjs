// @woven-ecs/core 1.0.7: the events that threads tell each other of, in a ring in shared memory. A writer takes a place with
// Atomics.add, and then fills it.
import { World } from '@woven-ecs/core';

const setup = () => {
  const { eventBuffer } = new World([], { maxEntities: 2, maxEvents: 4 }).context;
  return eventBuffer;
};

const added = 1;

export const suites = {
  'two writers': {
    setup,
    threads: { A: (events) => events.pushAdded(5), B: (events) => events.pushAdded(6) },
    finish: (events) => {
      const seen = events.readEvents(0).events.map(({ entityId, eventType }) => `${entityId} ${eventType}`);
      return String(seen.sort()) === `5 ${added},6 ${added}`;
    },
  },
  'read after all have written': {
    setup,
    threads: { A: (events) => events.pushAdded(5) },
    finish: (events) => events.readEvents(0).events[0]?.entityId === 5,
  },
  'read while one writes': {
    setup,
    threads: {
      writer: (events) => events.pushAdded(5),
      reader: (events) => {
        for (const { entityId, eventType } of events.readEvents(0).events)
          if (entityId !== 5 || eventType !== added) throw new Error(`entity ${entityId}, event type ${eventType}`);
      },
    },
  },
};
