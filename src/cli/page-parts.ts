import { readFileSync } from 'node:fs';
import type { PageParts } from '../reporters/report-page/index.ts';

/** Reads the script and the style of the page of `collectstatic report`, which the build leaves beside the program. */
export function pageParts(): PageParts {
  const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
  return { script: read('./report-page.js'), style: read('./report-page.css') };
}
