import type { FinderSpec } from '../../../types.ts';
import type { ToldClass } from '../classes/told-class.ts';

/** What Django told of a finder: where it looks, if it lists files as one of Django's does; else its class. */
export type ToldFinder =
  | Required<Pick<FinderSpec, 'kind' | 'locations'>>
  | ToldClass
  | { readonly failed: string };
