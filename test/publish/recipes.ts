import { readFileSync } from 'node:fs';

const README = readFileSync(new URL('../../src/publish/README.md', import.meta.url), 'utf8');

/** The recipes of the documentation, each a settings.py, by their headings. */
export const RECIPES: ReadonlyMap<string, string> = new Map(
  README.split('\n### ')
    .slice(1)
    .map((section) => {
      const [, code = ''] = /```python\n(.*?)```/s.exec(section) ?? [];
      return [section.split('\n', 1)[0] as string, code];
    }),
);
