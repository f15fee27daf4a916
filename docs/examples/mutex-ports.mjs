// Message ports as one would write them first: one lock around everything, and a word for each thread to sleep on.
import { ASYNC, DONE, EASYNC, ECONNABORTED, NONE, QUEUED, REPLY } from 'lwkt';

const LOCK = 0;
const THREADS = 1; // of each thread whether it sleeps, and is to be woken
const PORT_WORDS = 2; // of each port, after the threads: the first message of its queue, and its owner

// Of each message, after the ports:
const FLAGS = 0;
const ERROR = 1;
const NEXT = 2; // in the queue
const REPLY_PORT = 3;
const ABORT = 4; // its originator has asked for the abort
const AT = 5; // the port on whose queue it is
const WORDS = 6;

class MutexPorts {
  constructor(memory, shape, id, begins) {
    this.memory = memory;
    this.ports = THREADS + shape.threads;
    this.messages = this.ports + shape.ports * PORT_WORDS;
    this.id = id;
    this.begins = begins;
  }

  initport(port) {
    this.memory.set(this.first(port), NONE);
    this.memory.set(this.first(port) + 1, this.id);
  }

  initmsg(message) {
    this.write(message, FLAGS, DONE);
  }

  domsg(port, message, timeoutMs) {
    const answer = this.beginmsg(port, message);
    return answer === EASYNC ? this.waitmsg(message, timeoutMs) : answer;
  }

  sendmsg(port, message) {
    const answer = this.send(port, message, ASYNC);
    if (answer !== EASYNC) this.replymsg(message, answer);
  }

  beginmsg(port, message) {
    const answer = this.send(port, message, 0);
    if (answer !== EASYNC) this.write(message, ERROR, answer);
    return answer;
  }

  waitmsg(message, timeoutMs) {
    return this.when(timeoutMs, () => {
      const flags = this.read(message, FLAGS);
      if ((flags & DONE) === 0) return undefined;
      if ((flags & QUEUED) !== 0) this.unqueue(message);
      return this.read(message, ERROR);
    });
  }

  replymsg(message, code) {
    this.locked(() => this.complete(message, code));
  }

  getport(port) {
    return this.locked(() => this.take(port) ?? NONE);
  }

  waitport(port, timeoutMs) {
    return this.when(timeoutMs, () => this.take(port));
  }

  abortmsg(_port, message) {
    this.locked(() => {
      this.write(message, ABORT, 1);
      const waits = (this.read(message, FLAGS) & (QUEUED | DONE)) === QUEUED;
      if (!waits) return;
      this.unqueue(message);
      this.complete(message, ECONNABORTED);
    });
  }

  forwardmsg(port, message) {
    return this.begin(port, message);
  }

  putport(port, message) {
    this.locked(() => {
      this.write(message, FLAGS, this.read(message, FLAGS) & ~DONE);
      this.queue(port, message);
    });
    return EASYNC;
  }

  flags(message) {
    return this.read(message, FLAGS);
  }

  error(message) {
    return this.read(message, ERROR);
  }

  // -------------------------------------------------------------------------------------------------------------------

  send(port, message, hint) {
    this.write(message, FLAGS, DONE | hint);
    this.write(message, REPLY_PORT, this.id);
    this.write(message, ABORT, 0);
    return this.begin(port, message);
  }

  begin(port, message) {
    const begin = this.begins[port];
    return begin === undefined ? this.putport(port, message) : begin(this, port, message);
  }

  complete(message, code) {
    const flags = this.read(message, FLAGS) | DONE;
    this.write(message, ERROR, code);
    this.write(message, FLAGS, flags);
    const port = this.read(message, REPLY_PORT);
    if ((flags & ASYNC) === 0) return this.wake(port);
    this.write(message, FLAGS, flags | REPLY);
    this.queue(port, message);
  }

  /** The first message of a queue, taken off it. */
  take(port) {
    const message = this.memory.get(this.first(port));
    if (message === NONE) return undefined;
    this.unqueue(message);
    return message;
  }

  queue(port, message) {
    this.memory.set(this.link(port, NONE), message);
    this.write(message, NEXT, NONE);
    this.write(message, AT, port);
    this.write(message, FLAGS, this.read(message, FLAGS) | QUEUED);
    this.wake(port);
  }

  unqueue(message) {
    this.memory.set(this.link(this.read(message, AT), message), this.read(message, NEXT));
    this.write(message, FLAGS, this.read(message, FLAGS) & ~QUEUED);
  }

  /** The word that names a message on the queue of a port; NONE stands at the end. */
  link(port, message) {
    let word = this.first(port);
    for (let at = this.memory.get(word); at !== message; at = this.memory.get(word)) word = this.word(at, NEXT);
    return word;
  }

  locked(body) {
    const { memory } = this;
    while (memory.compareExchange(LOCK, 0, 1) !== 0) memory.wait(LOCK, 1);
    const result = body();
    memory.store(LOCK, 0);
    memory.notify(LOCK, 1);
    return result;
  }

  /** Wakes the owner of a port, if it sleeps or is about to. */
  wake(port) {
    const sleeps = THREADS + this.memory.get(this.first(port) + 1);
    if (this.memory.exchange(sleeps, 0) === 1) this.memory.notify(sleeps);
  }

  /** Waits until there is a result. */
  when(timeoutMs, body) {
    const sleeps = THREADS + this.id;
    for (;;) {
      const result = this.locked(() => {
        const found = body();
        if (found === undefined) this.memory.store(sleeps, 1);
        return found;
      });
      if (result !== undefined) return result;
      if (this.memory.wait(sleeps, 1, timeoutMs) === 'timed-out') {
        throw Object.assign(new Error('it took too long'), { code: 'ETIMEDOUT' });
      }
    }
  }

  first(port) {
    return this.ports + port * PORT_WORDS;
  }

  word(message, field) {
    return this.messages + message * WORDS + field;
  }

  read(message, field) {
    return this.memory.get(this.word(message, field));
  }

  write(message, field, value) {
    this.memory.set(this.word(message, field), value);
  }
}

export const implementation = {
  words: (shape) => THREADS + shape.threads + shape.ports * PORT_WORDS + shape.messages * WORDS,
  thread: (memory, shape, id, begins) => new MutexPorts(memory, shape, id, begins),
  wordName: ({ threads }, word) => (word === LOCK ? 'lock' : word <= threads ? `sleeps${word - 1}` : `word ${word}`),
  promises: { refusals: false },
};
