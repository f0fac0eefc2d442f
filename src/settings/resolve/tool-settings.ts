import { resolve } from 'node:path';
import type { MissingReferences, PrecedenceRule, RewriteFormat, Settings } from '../../types.ts';
import type { Reader } from '../reader.ts';
import type { SettingName } from '../schema/schema.ts';

/** Django's own patterns. */
const DEFAULT_IGNORE = ['CVS', '.*', '*~'];

export type ToolSettings = Pick<
  Settings,
  | 'appDirs'
  | 'ignore'
  | 'precedence'
  | 'allowConflicts'
  | 'failOnConflict'
  | 'skipMissingApps'
  | 'missingReferences'
  | 'allowMissing'
  | 'prehashed'
  | 'staticTags'
  | 'rewrite'
>;

/** Resolves this tool's own settings. `ignore`: the patterns of `-i`, which are added to those of IGNORE. */
export function resolveToolSettings(reader: Reader, ignore: readonly string[]): ToolSettings {
  const strings = (name: SettingName): readonly string[] => (reader.need(name) ?? []) as readonly string[];
  const rules = (reader.need('PRECEDENCE') ?? []) as readonly (readonly [string, string])[];
  const { folder } = reader.entry('APP_DIRS');
  return {
    appDirs: strings('APP_DIRS').map((dir) => resolve(folder, dir)),
    ignore: [
      ...(reader.need('DEFAULT_IGNORE') === false ? [] : DEFAULT_IGNORE),
      ...strings('IGNORE'),
      ...ignore,
    ],
    precedence: rules.map(([glob, source]): PrecedenceRule => ({ glob, source })),
    allowConflicts: strings('ALLOW_CONFLICTS'),
    failOnConflict: reader.need('FAIL_ON_CONFLICT') === true,
    skipMissingApps: reader.need('SKIP_MISSING_APPS') === true,
    missingReferences: (reader.need('MISSING_REFERENCES') ?? 'error') as MissingReferences,
    allowMissing: strings('ALLOW_MISSING'),
    prehashed: (reader.need('PREHASHED') ?? []) as readonly string[] | 'auto',
    staticTags: [...new Set(strings('STATIC_TAGS'))],
    rewrite: (reader.need('REWRITE') ?? []) as readonly RewriteFormat[],
  };
}
