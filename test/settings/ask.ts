import { relative } from 'node:path';
import { CollectstaticError } from '../../src/errors.ts';
import type { SettingsRequest } from '../../src/settings/index.ts';
import { loadSettings } from '../../src/settings/index.ts';
import type { Problem, Settings } from '../../src/types.ts';

/** Settings as `collectstatic` would ask for them in this folder, with an empty environment. */
export function load(cwd: string, more: Partial<SettingsRequest> = {}): Promise<Settings> {
  return loadSettings({ cwd, env: {}, requireStaticRoot: true, ...more });
}

/** The problems that loading ends with; throws where it does not end with problems. */
export async function problemsOf(
  cwd: string,
  more: Partial<SettingsRequest> = {},
): Promise<readonly Problem[]> {
  try {
    await load(cwd, more);
  } catch (error) {
    if (error instanceof CollectstaticError) return error.problems;
    throw error;
  }
  throw new Error('loading found nothing wrong');
}

/** `code file:line:column`, the file relative to the folder. */
export function placed({ code, at }: Problem, cwd: string): string {
  if (at === undefined) return code;
  const place = [relative(cwd, at.file), at.line, at.column].filter((part) => part !== undefined);
  return `${code} ${place.join(':')}`;
}
