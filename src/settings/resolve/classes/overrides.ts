import type { Family, Member } from './family.ts';

/**
 * What may differ between a class of the project and the known one it is based on. Names that neither the known classes nor
 * their callers have are used by the project's own code alone, and that code counts where it overrides something.
 */
export interface Overridable {
  /** All names that the known classes and their callers use, in any version. */
  readonly names: ReadonlySet<string>;
  /** The ones among them that change nothing of the files collected. */
  readonly harmless: ReadonlySet<string>;
  /** Attributes that are read as the class gives them: a function or property in their place can't be. */
  readonly read: ReadonlySet<string>;
}

/** Special names that say nothing of how an object behaves while files are collected. */
const PLAIN_SPECIALS: ReadonlySet<string> = new Set(
  `__annotations__ __doc__ __firstlineno__ __hash__ __init__ __module__ __qualname__ __repr__ __static_attributes__
  __str__`.split(/\s+/),
);

/** Everything that a class overrides and that is not known to be harmless: `mysite.storage.S.file_hash()`. */
export function overridesOf({ members }: Family, rules: Overridable): readonly string[] {
  return [...members]
    .filter(([name, member]) => !isHarmless(name, member, rules))
    .map(([name, { owner, value }]) => {
      const isCalled = value === undefined && !rules.read.has(name) && name !== 'patterns';
      return `${owner}.${name}${isCalled ? '()' : ''}`;
    });
}

function isHarmless(name: string, { value }: Member, { names, harmless, read }: Overridable): boolean {
  if (/^__\w+__$/.test(name)) return PLAIN_SPECIALS.has(name);
  if (read.has(name)) return value !== undefined;
  return harmless.has(name) || !names.has(name);
}
