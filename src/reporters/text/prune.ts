import { visible } from './visible.ts';

/** Text of `collectstatic prune`: each path, then the count. */
export function prunedText(paths: readonly string[], dryRun: boolean, verbosity: number): string {
  if (verbosity < 1) return '';
  const verb = dryRun ? 'Pretending to delete' : 'Deleting';
  const lines = verbosity >= 2 || dryRun ? paths.map((path) => `${verb} '${visible(path)}'`) : [];
  const files = `${paths.length} retired file${paths.length === 1 ? '' : 's'}`;
  return `${[...lines, dryRun ? `${files} would be deleted.` : `${files} deleted.`].join('\n')}\n`;
}
