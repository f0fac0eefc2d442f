export { stageCopies, toJob, toOutcomes } from './copies.ts';
export { countOutcomes } from './counts.ts';
export { lookAhead, type Made, type Outlook, type PlaceOptions, type Staged, settle } from './outlook.ts';
export { tidy } from './tidy.ts';
