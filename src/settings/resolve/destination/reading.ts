import type { BucketSpec, ObjectHeaders, ObjectTraits } from '../../../types.ts';

/** What the options of a storage come to. */
export interface StoreReading {
  readonly store: BucketSpec;
  readonly prefix: string;
  /** What the storage's own `url()` puts before the path of a file; `null` if nobody can tell. */
  readonly url: string | null;
  readonly headers: Partial<ObjectHeaders>;
  readonly traits: ObjectTraits;
  readonly gzipTypes: readonly string[] | null;
}

/** A variable of the environment; `undefined` for an empty one too. */
export type Variable = (name: string) => string | undefined;
