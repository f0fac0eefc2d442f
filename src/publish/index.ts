export type { Clock } from './clock.ts';
export type { PublishOptions } from './intent.ts';
export { publishSite } from './publish-site.ts';
