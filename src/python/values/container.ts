import type { Dict } from './dict.ts';
import { birth, type Change, currentTime, type Recorded, tooLate, touch, withChange } from './record.ts';
import type { ClassValue, Unknown } from './values.ts';

/**
 * The common part of list, dict and set. Change them only through their methods, which record the change: so a branch of
 * a fork can be taken back, and a setting knows each place that changed it.
 */
export abstract class Container implements Recorded {
  readonly born: number = birth();
  /** The class, if it is a subclass: OrderedDict, defaultdict, a class of the project. */
  type: ClassValue | undefined = undefined;
  /** Attributes of an instance of a subclass, beside its content. */
  attributes: Dict | undefined = undefined;
  /** Places that changed it after it was made. */
  changes: readonly Change[] = [];
  /** Set once the content can't be known any more: the value is *spoiled* (policy Spoil). Reading it gives this Unknown. */
  spoiled: Unknown | undefined = undefined;
  /** When code last changed it that runs from its first to its last line; 0 if none did. */
  changedAt: number = 0;

  abstract readonly weight: number;
  abstract snapshot(): unknown;
  abstract restore(state: unknown): void;

  /** To be called before every change. */
  protected changing(): void {
    touch(this);
    this.changes = withChange(this.changes);
    this.changedAt = Math.max(this.changedAt, currentTime());
  }

  /** Why code that waited can't see it as Python had it; `undefined` if it can. */
  get late(): Unknown | undefined {
    return lateness(this.changedAt);
  }

  spoil(unknown: Unknown): void {
    touch(this);
    this.spoiled ??= unknown;
  }
}

/** Why code that waited can't see what was changed at such a time as Python had it; `undefined` if it can. */
export function lateness(changedAt: number): Unknown | undefined {
  const late = tooLate(changedAt);
  return late && { kind: 'unknown', ...late };
}
