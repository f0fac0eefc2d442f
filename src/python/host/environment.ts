import type { EnvironmentView } from '../values/outside.ts';
import { birth, type Recorded, touch } from '../values/record.ts';
import { isUnknown, type Unknown } from '../values/values.ts';

/** Why names may have other values than the ones known. */
interface Doubt {
  readonly unknown: Unknown;
  readonly overrides: boolean;
}

interface EnvironmentState {
  readonly own: ReadonlyMap<string, string | Unknown | undefined>;
  readonly doubt: Doubt | undefined;
  readonly cwd: string | Unknown;
}

/** The environment of one interpreter: the caller's variables under what the code set, and the working directory. */
export class Environment implements EnvironmentView, Recorded {
  readonly born: number = birth();
  readonly #given: Readonly<Record<string, string | undefined>>;
  readonly #onRead: (name: string) => void;
  #own = new Map<string, string | Unknown | undefined>();
  #doubt: Doubt | undefined;
  #cwd: string | Unknown;
  /** For people only, so it is not taken back with a branch. */
  readonly #files = new Map<string, string>();

  constructor(
    given: Readonly<Record<string, string | undefined>> = {},
    onRead: (name: string) => void = () => undefined,
    cwd: string = '',
  ) {
    this.#cwd = cwd;
    this.#given = given;
    this.#onRead = onRead;
  }

  get cwd(): string | Unknown {
    return this.#cwd;
  }

  set cwd(folder: string | Unknown) {
    touch(this);
    this.#cwd = folder;
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

  /** Variables that the code set, `undefined` for one that it deleted. An Unknown is left out. */
  changed(): Readonly<Record<string, string | undefined>> {
    const own = [...this.#own].filter((pair): pair is [string, string | undefined] => !isUnknown(pair[1]));
    return Object.fromEntries(own);
  }

  get weight(): number {
    return this.#own.size;
  }

  snapshot(): EnvironmentState {
    return { own: new Map(this.#own), doubt: this.#doubt, cwd: this.#cwd };
  }

  restore(state: EnvironmentState): void {
    this.#own = new Map(state.own);
    this.#doubt = state.doubt;
    this.#cwd = state.cwd;
  }

  /** Takes the variables that two outcomes share; one that they set differently is Unknown. */
  merge(left: Environment, right: Environment, unknown: Unknown): void {
    if (left.#cwd !== this.#cwd || right.#cwd !== this.#cwd)
      this.cwd = left.#cwd === right.#cwd ? left.#cwd : unknown;
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
