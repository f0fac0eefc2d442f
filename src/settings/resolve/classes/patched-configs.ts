import type { PythonReader } from '../../../python/index.ts';
import type { Position, Problem } from '../../../types.ts';
import { pointing } from '../../problems/place.ts';

const CLASSES: readonly (readonly [module: string, name: string])[] = [
  ['django.apps', 'AppConfig'],
  ['django.contrib.staticfiles.apps', 'StaticFilesConfig'],
];

const HARMLESS: readonly string[] = ['default_auto_field', 'label', 'ready', 'verbose_name'];

/** What the settings module changed on Django's AppConfig classes: apps are read on their own, and would not see it. */
export async function patchedConfigs(
  python: PythonReader | null,
  at: Position | undefined,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const [module, name] of CLASSES) {
    if (python?.isLoaded(module) !== true) continue;
    const found = await python.readClass(`${module}.${name}`);
    const patched = found?.patched.filter((member) => !HARMLESS.includes(member)) ?? [];
    if (patched.length === 0) continue;
    const members = patched.map((member) => `${name}.${member}`).join(', ');
    problems.push({
      code: 'class-patched',
      severity: 'error',
      message: `The settings change ${members}, which reaches every app`,
      ...pointing(at),
      hint: 'Put it into an AppConfig of your own that INSTALLED_APPS names.',
    });
  }
  return problems;
}
