/** The nouns every room shares. No code here: only shapes, all of them readonly. */
export type * from './types/bucket.ts';
export type * from './types/budget.ts';
export type * from './types/check.ts';
export type * from './types/destination.ts';
export type * from './types/ledger.ts';
export type * from './types/nouns.ts';
export type * from './types/publish.ts';
export type * from './types/report.ts';
export type * from './types/settings.ts';
export type * from './types/storage.ts';
