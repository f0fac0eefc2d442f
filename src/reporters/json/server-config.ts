import type { Problem } from '../../types.ts';
import { document } from './document.ts';
import { problemJson } from './problem.ts';

/** Document of `collectstatic server-config --format json`. `file`: where the text was written, if it was. */
export function serverConfigJson(written: {
  readonly server: string;
  readonly file: string | null;
  readonly text: string;
  readonly problems: readonly Problem[];
}): string {
  const { server, file, text, problems } = written;
  return document({
    command: 'server-config',
    ok: true,
    server,
    file,
    text,
    problems: problems.map(problemJson),
  });
}
