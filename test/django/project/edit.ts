import { appendFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { writeSource } from './files.ts';
import type { Project } from './generate.ts';
import type { Random } from './random.ts';

/**
 * A day's work on the sources: some files change, one comes, one goes. What is written gets `timeMs`, so it has to lie
 * after the last collecting. Only files go whose path nobody else offers: Django keeps the old winner's copy otherwise.
 */
export function editSources(random: Random, project: Project, timeMs: number): void {
  for (const file of random.some(project.files, 1 + random.int(5))) {
    appendFileSync(file, `\n/* edited ${random.int(1e9)} */\n`);
    utimesSync(file, timeMs / 1000, timeMs / 1000);
  }
  const [into] = random.some(project.sources, 1);
  if (into !== undefined) writeSource(join(into, 'css', `new-${random.int(1e9)}.css`), 'body {}\n', timeMs);
  if (random.chance(0.5)) for (const file of random.some(project.lonely, 1)) rmSync(file, { force: true });
}
