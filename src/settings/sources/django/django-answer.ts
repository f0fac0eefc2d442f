import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LocatedApp } from '../../../types.ts';
import type { ToldStorage } from '../../resolve/classes/told-class.ts';
import type { ToldFinder } from '../../resolve/finders/told.ts';
import type { Told } from './told.ts';

/** Django's own answer about a project, as `django_answer.py` gives it. */
export interface DjangoAnswer {
  /** `major.minor` of Django. */
  readonly version: string;
  /** The settings module, dotted; `null` for settings without one. */
  readonly module?: string | null;
  /** The file of the settings module. */
  readonly file: string | null;
  /** `sys.path`, absolute. */
  readonly path: readonly string[];
  /** Settings the project sets, by name. */
  readonly settings: Readonly<Record<string, Told>>;
  readonly apps: readonly LocatedApp[];
  /** By class. */
  readonly finders: Readonly<Record<string, ToldFinder>>;
  readonly storage: ToldStorage;
}

/** The program that gives the answer, in Python. It lies beside the bundle, and in the sources beside this file. */
export function answerProgram(): string {
  const beside = fileURLToPath(new URL('./django_answer.py', import.meta.url));
  return readFileSync(beside, 'utf8');
}
