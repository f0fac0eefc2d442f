import { birth, type Recorded, touch } from './record.ts';
import type { Unknown } from './values.ts';

/** `os.environ` for natives: reading a name records that what is being computed depends on it. */
export interface EnvironmentView {
  /** A str, or Unknown where the code put one there. */
  get(name: string): string | Unknown | undefined;
  /** Like `get` without recording: for going over all of them. */
  peek(name: string): string | Unknown | undefined;
  /** What the code itself sets: from then on reading it depends on nothing outside. */
  set(name: string, value: string | Unknown): void;
  /** What a file of variables sets: reading it depends on it as on a variable from outside. `file`: absolute. */
  load(name: string, value: string, file: string): void;
  /** For packages that look into a file for what is not set: the value of the name, where it is asked for, is from there. */
  lookedUpIn(name: string, file: string): void;
  delete(name: string): void;
  /**
   * For a file of variables that can't be read: from here on a name that is not set is Unknown, and with `overrides` also
   * one that the caller set.
   */
  doubt(unknown: Unknown, overrides: boolean): void;
  /** Sorted. Recorded as a dependency on none of them: name the ones you use. */
  names(): readonly string[];
}

/** Why names may have other values than the ones known. */
interface Doubt {
  readonly unknown: Unknown;
  readonly overrides: boolean;
}

interface EnvironmentState {
  readonly own: ReadonlyMap<string, string | Unknown | undefined>;
  readonly doubt: Doubt | undefined;
}

/** The environment of one interpreter: the caller's variables under what the code set. */
export class Environment implements EnvironmentView, Recorded {
  readonly born: number = birth();
  readonly #given: Readonly<Record<string, string | undefined>>;
  readonly #onRead: (name: string) => void;
  #own = new Map<string, string | Unknown | undefined>();
  #doubt: Doubt | undefined;
  /** For people only, so it is not taken back with a branch. */
  readonly #files = new Map<string, string>();

  constructor(
    given: Readonly<Record<string, string | undefined>> = {},
    onRead: (name: string) => void = () => undefined,
  ) {
    this.#given = given;
    this.#onRead = onRead;
  }

  get(name: string): string | Unknown | undefined {
    if (!this.#own.has(name) || this.#files.has(name)) this.#onRead(name);
    return this.peek(name);
  }

  peek(name: string): string | Unknown | undefined {
    if (this.#own.has(name)) return this.#own.get(name);
    const given = Object.hasOwn(this.#given, name) ? this.#given[name] : undefined;
    return given === undefined || this.#doubt?.overrides === true ? (this.#doubt?.unknown ?? given) : given;
  }

  set(name: string, value: string | Unknown): void {
    touch(this);
    this.#own.set(name, value);
    this.#files.delete(name);
  }

  load(name: string, value: string, file: string): void {
    this.set(name, value);
    this.#files.set(name, file);
  }

  lookedUpIn(name: string, file: string): void {
    this.#files.set(name, file);
  }

  /** The file that gave a variable its value; `undefined` where it is from outside or the code itself set it. */
  fileOf(name: string): string | undefined {
    return this.#own.has(name) || this.#given[name] === undefined ? this.#files.get(name) : undefined;
  }

  delete(name: string): void {
    touch(this);
    this.#own.set(name, undefined);
  }

  doubt(unknown: Unknown, overrides: boolean): void {
    touch(this);
    this.#doubt = { unknown, overrides: overrides || this.#doubt?.overrides === true };
  }

  names(): readonly string[] {
    const names = new Set(Object.keys(this.#given).filter((name) => this.#given[name] !== undefined));
    for (const [name, value] of this.#own) {
      if (value === undefined) names.delete(name);
      else names.add(name);
    }
    return [...names].sort();
  }

  snapshot(): EnvironmentState {
    return { own: new Map(this.#own), doubt: this.#doubt };
  }

  restore(state: EnvironmentState): void {
    this.#own = new Map(state.own);
    this.#doubt = state.doubt;
  }

  /** Takes what two outcomes share; what they set differently is Unknown. */
  merge(left: Environment, right: Environment, unknown: Unknown): void {
    const doubt = left.#doubt ?? right.#doubt;
    if (doubt !== undefined) this.doubt(doubt.unknown, doubt.overrides);
    for (const name of new Set([...left.#own.keys(), ...right.#own.keys()])) {
      const agreed =
        left.#own.has(name) && right.#own.has(name) && left.#own.get(name) === right.#own.get(name);
      if (agreed) this.#own.set(name, left.#own.get(name));
      else this.set(name, unknown);
    }
  }
}
