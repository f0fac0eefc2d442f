import type { Explanation } from '../../types.ts';
import { conflictJson } from './conflict.ts';
import { document } from './document.ts';
import { sourceJson } from './source.ts';

/** Document of `collectstatic why --format json`. */
export function explanationsJson(explanations: readonly Explanation[]): string {
  const explained = explanations.map(({ source, conflict, ...rest }) => ({
    ...rest,
    source: source === null ? null : sourceJson(source),
    conflict: conflict === null ? null : conflictJson(conflict),
  }));
  return document({ command: 'why', ok: true, explained });
}
