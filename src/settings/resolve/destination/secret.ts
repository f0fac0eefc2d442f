import { inspect } from 'node:util';
import { MASK } from '../../../secrets/index.ts';
import type { Secret } from '../../../types.ts';

class HiddenText implements Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toJSON(): string {
    return MASK;
  }

  toString(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}

/** Wraps a text so that nothing shows it by accident: JSON, templates and `console.log` give stars. */
export function secret(text: string): Secret {
  return new HiddenText(text);
}
