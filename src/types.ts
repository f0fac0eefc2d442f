/** The nouns every room shares. No code here: only shapes, all of them readonly. */
export type * from './types/bucket.ts';
export type * from './types/budget.ts';
export type * from './types/check.ts';
export type * from './types/destination.ts';
export type * from './types/finders.ts';
export type * from './types/ledger.ts';
export type * from './types/origin.ts';
export type * from './types/outcome.ts';
export type * from './types/plan.ts';
export type * from './types/problem.ts';
export type * from './types/publish.ts';
export type * from './types/report.ts';
export type * from './types/serving.ts';
export type * from './types/settings.ts';
export type * from './types/storage.ts';
export type * from './types/storage-spec.ts';
export type * from './types/templates.ts';
