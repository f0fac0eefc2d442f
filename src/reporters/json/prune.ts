import { document } from './document.ts';

/** Document of `collectstatic prune --format json`. */
export function prunedJson(deleted: readonly string[], dryRun: boolean): string {
  return document({ command: 'prune', ok: true, dryRun, deleted });
}
