import type { Dict } from './containers.ts';
import { birth, type Change, type Recorded, touch, withChange } from './record.ts';
import type { ClassValue, Unknown } from './values.ts';

/**
 * What list, dict and set share. Change them through their methods only: that is what lets an undecided branch be
 * taken back and a setting know each place that changed it.
 */
export abstract class Container implements Recorded {
  readonly born: number = birth();
  /** The class, where it is a subclass: OrderedDict, defaultdict, a class of the project. */
  type: ClassValue | undefined = undefined;
  /** What an instance of a subclass has besides its content. */
  attributes: Dict | undefined = undefined;
  /** Places that changed it after it was made. */
  changes: readonly Change[] = [];
  /** Set once the content can't be known any more: the value is *spoiled* (policy Spoil). Reading it gives this Unknown. */
  spoiled: Unknown | undefined = undefined;

  abstract snapshot(): unknown;
  abstract restore(state: unknown): void;

  /** To be called before every change. */
  protected changing(): void {
    touch(this);
    this.changes = withChange(this.changes);
  }

  spoil(unknown: Unknown): void {
    touch(this);
    this.spoiled ??= unknown;
  }
}
