import type { Problem } from '../../types.ts';
import { document } from './document.ts';
import { problemJson } from './problem.ts';

/** Document of `collectstatic check-server --format json`. `url`: where the static files were asked for, if they were. */
export function checkServerJson(check: {
  readonly ok: boolean;
  readonly url: string | null;
  readonly requests: number;
  readonly problems: readonly Problem[];
}): string {
  const { ok, url, requests, problems } = check;
  return document({ command: 'check-server', ok, url, requests, problems: problems.map(problemJson) });
}
