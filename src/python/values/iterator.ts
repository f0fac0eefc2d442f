import { birth, type Recorded, touch } from './record.ts';
import { BoundPassed, MetUnknown, NotModelled, Raised, type Unknown, type Value } from './values.ts';

/** What a suspended computation goes on with: a value (`send`; None for `next`), or an exception that arises where it waits. */
export interface Resumption {
  readonly value: Value;
  readonly raised?: Raised;
}

export const NOTHING_SENT: Resumption = { value: null };

/** A computation that stops at each item. `yield from` comes to the value that it returns. */
export type Steps<Result = Value> = Generator<Value, Result, Resumption>;

/** What an iterator is fed by: generators of this program, iterators of arrays. */
interface Stepper {
  next(by: Resumption): IteratorResult<Value, unknown>;
}

interface IteratorState {
  readonly position: number;
  readonly spoiled: Unknown | undefined;
}

export interface IteratorOptions {
  /** Set if nobody knows which item comes first: only code that needs all of them in any order may ask. */
  readonly unordered?: Unknown | undefined;
  /** Where the computation keeps names that nobody else sees. */
  readonly scratch?: Recorded;
  /** For generators that wait inside of `finally` or `with`: what closing them would do may have happened. */
  readonly left?: () => void;
  /** For generators: makes Unknown what the rest of the code would bind or change. */
  readonly fail?: (unknown: Unknown) => void;
}

// The iterator whose computation is going on, innermost: what is asked meanwhile is asked by it.
let asking: Iterator | undefined;
let askers = 0;

// Each level takes a good part of JavaScript's stack.
const DEEPEST = 100;

/**
 * Anything that is iterated once: generators, `map`, `iter(x)`. It goes only as far as it is asked. A computation can't go
 * back: where an undecided branch that is taken back had asked it, nobody can ask it any more.
 */
export class Iterator implements Recorded {
  readonly kind = 'iterator' as const;
  /** What `type(x).__name__` says: `generator`, `map`, `list_iterator`. */
  readonly name: string;
  readonly born: number = birth();
  readonly unordered: Unknown | undefined;
  readonly scratch: Recorded | undefined;
  /** Set once nobody can tell what it gives. */
  spoiled: Unknown | undefined = undefined;
  readonly #steps: Stepper;
  readonly #left: (() => void) | undefined;
  readonly #fail: ((unknown: Unknown) => void) | undefined;
  #position = 0;
  /** How far the computation has gone; differs from the position where that was taken back. */
  #reached = 0;
  #state: 'new' | 'waiting' | 'running' | 'ended' = 'new';
  /** What made it impossible to follow. */
  #broken: unknown;
  /** Iterators that it asked and that wait: they go with it if nobody else holds them. All of them if their order is in doubt. */
  readonly #asked = new Set<Iterator>();
  #isLeaving = false;

  constructor(steps: Stepper, name: string, options: IteratorOptions = {}) {
    this.#steps = steps;
    this.name = name;
    this.unordered = options.unordered;
    this.scratch = options.scratch;
    this.#left = options.left;
    this.#fail = options.fail;
  }

  get isGenerator(): boolean {
    return this.name === 'generator';
  }

  /** True if nobody has asked it yet. */
  get isNew(): boolean {
    return this.#state === 'new';
  }

  /** The next item, `undefined` at the end. */
  next(): Value | undefined {
    const step = this.resume(NOTHING_SENT);
    return step.done === true ? undefined : step.value;
  }

  /** Goes on up to the next item or the end. Throws what the computation raises, and why it can't be followed. */
  resume(by: Resumption): IteratorResult<Value, Value> {
    if (this.unordered !== undefined) throw new MetUnknown(this.unordered);
    return this.#go(by);
  }

  /** The next item for somebody who asks for all of them and does not mind which comes first. */
  take(): Value | undefined {
    const step = this.#go(NOTHING_SENT);
    return step.done === true ? undefined : step.value;
  }

  /** Goes on as code may have done that nobody can follow: the caller takes it back again. */
  exhaust(): void {
    const { spoiled } = this;
    this.spoiled = undefined;
    try {
      while (this.take() !== undefined);
    } finally {
      this.spoiled = spoiled;
    }
  }

  #go(by: Resumption): IteratorResult<Value, Value> {
    this.#refuse();
    if (this.#state === 'ended' && by.raised === undefined) return { done: true, value: null };
    touch(this);
    this.#reached += 1;
    this.#position = this.#reached;
    if (by.raised !== undefined && (this.#state !== 'waiting' || !this.isGenerator)) {
      this.#state = 'ended';
      throw by.raised;
    }
    if (askers >= DEEPEST) throw new BoundPassed('iterators nest too deeply');
    this.#state = 'running';
    const asker = asking;
    asking = this;
    askers += 1;
    try {
      const step = this.#steps.next(by);
      this.#state = step.done === true ? 'ended' : 'waiting';
      return step.done === true ? { done: true, value: (step.value ?? null) as Value } : step;
    } catch (error) {
      this.#state = 'ended';
      // After an exception a generator is at its end; `map` goes on with the next item.
      if (error instanceof NotModelled || error instanceof MetUnknown) this.#broken = error;
      else if (!(error instanceof Raised))
        this.#broken = new NotModelled(`a ${this.name} was not followed to its end`);
      else if (!this.isGenerator)
        this.#broken = new NotModelled(`a ${this.name} that raised is not followed`);
      throw error;
    } finally {
      asking = asker;
      askers -= 1;
      this.#toldTo(asker);
    }
  }

  /** Once it is at its end, it lets go of what it asked; as long as it waits, it goes with who asked it. */
  #toldTo(asker: Iterator | undefined): void {
    if (this.#state !== 'waiting') this.#leaveAsked();
    if (asker === undefined) return;
    if (this.#state === 'waiting' || asker.unordered !== undefined) asker.#asked.add(this);
    else asker.#asked.delete(this);
  }

  /** Throws where it was asked in a branch that was taken back. */
  refuseTakenBack(): void {
    if (this.#position !== this.#reached)
      throw new NotModelled(`how far the ${this.name} has gone depends on something unknown`);
  }

  #refuse(): void {
    if (this.spoiled !== undefined) throw new MetUnknown(this.spoiled);
    this.refuseTakenBack();
    if (this.#state === 'running') throw new NotModelled('a generator that asks itself is not modelled');
    if (this.#broken !== undefined) throw this.#broken;
  }

  /** To be called by whoever stops asking before the end, or may do so. */
  leave(): void {
    if (this.#state !== 'waiting' || this.#isLeaving) return;
    this.#isLeaving = true;
    try {
      this.#left?.();
      this.#leaveAsked();
    } finally {
      this.#isLeaving = false;
    }
  }

  #leaveAsked(): void {
    for (const iterator of this.#asked) iterator.leave();
  }

  /** To be called where it may have gone on, with an exception perhaps: nobody knows what it does then. */
  fail(unknown: Unknown): void {
    this.#fail?.(unknown);
    this.spoil(unknown);
  }

  spoil(unknown: Unknown): void {
    touch(this);
    const isNews = this.spoiled === undefined;
    this.spoiled ??= unknown;
    if (isNews && this.unordered !== undefined) for (const iterator of this.#asked) iterator.spoil(unknown);
  }

  readonly weight: number = 1;

  snapshot(): IteratorState {
    return { position: this.#position, spoiled: this.spoiled };
  }

  restore(state: IteratorState): void {
    this.#position = state.position;
    this.spoiled = state.spoiled;
  }

  /** Sets it to the outcome of two branches; where they asked for a different number of items, nobody knows the next. */
  merge(left: unknown, right: unknown, unknown: Unknown): void {
    const [ours, theirs] = [left as IteratorState, right as IteratorState];
    touch(this);
    this.restore(ours);
    if (ours.position !== theirs.position || ours.spoiled !== theirs.spoiled) this.spoil(unknown);
  }
}

/** An iterator over what is computed already, or one that a generator of this program feeds. */
export function iterator(
  items: Iterable<Value>,
  name: string = 'iterator',
  options: IteratorOptions = {},
): Iterator {
  return new Iterator(items[Symbol.iterator](), name, options);
}
