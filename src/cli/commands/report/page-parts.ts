import { existsSync, readFileSync } from 'node:fs';
import { fail } from '../../../errors.ts';
import type { PageParts } from '../../../reporters/report-page/index.ts';

/**
 * Reads the script and the style of the page of `collectstatic report`, which the build leaves beside the program. Throws
 * CollectstaticError `report-page-absent` in a program that was not built.
 */
export function pageParts(): PageParts {
  const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
  if (!existsSync(new URL('./report-page.js', import.meta.url)))
    throw fail({
      code: 'report-page-absent',
      message: 'The page of --html needs a script that only a build of this program has',
      hint: 'Run `npm run build` in its sources, and bin/collectstatic.js; --format json needs no build.',
    });
  return { script: read('./report-page.js'), style: read('./report-page.css') };
}
