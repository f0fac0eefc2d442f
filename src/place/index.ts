export { stageCopies, toJob, toOutcomes } from './copies.ts';
export { lookAhead, type Made, type PlaceOptions, type Staged, settle } from './outlook.ts';
