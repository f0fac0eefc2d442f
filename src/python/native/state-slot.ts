import { type ClassValue, type Instance, NotModelled, type Value } from '../values/values.ts';
import { instance } from './native.ts';

/** State that the instances of one native class keep. */
export interface StateSlot<State> {
  make(type: ClassValue, state: State): Instance;
  /** Throws `NotModelled` for a value that this slot did not make: methods can be called with anything for `self`. */
  of(self: Value | undefined): State;
}

export function stateSlot<State>(): StateSlot<State> {
  const states = new WeakMap<object, State>();
  return {
    make(type, state) {
      const made = instance(type, state);
      states.set(made, state);
      return made;
    },
    of(self) {
      const known = typeof self === 'object' && self !== null && states.has(self);
      if (!known) throw new NotModelled('a method of another object');
      return states.get(self) as State;
    },
  };
}
