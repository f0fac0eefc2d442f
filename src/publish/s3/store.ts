import type { ObjectTraits } from '../../types/bucket.ts';
import type { S3Spec } from '../../types/destination.ts';

/** The store a request went to, as its failures tell of it. */
export interface Store {
  readonly name: string;
  readonly spec: S3Spec;
  readonly endpoint: URL;
  readonly from: string;
  readonly secrets: readonly string[];
}

/** What a request was about. */
export interface Doing {
  /** For a sentence: `put`, `list`, ... */
  readonly verb: 'list' | 'read' | 'put' | 'change' | 'remove';
  /** The key, or the prefix of a listing. */
  readonly key: string;
  readonly traits?: ObjectTraits;
}
