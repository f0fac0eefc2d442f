import { resolve } from 'node:path';

import { DEFAULT_IGNORE } from '../../default-ignore.ts';
import type { PrecedenceRule, Settings } from '../../types.ts';
import type { Reader } from '../reader.ts';
import { countCores } from './cores.ts';

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
  | 'jobs'
>;

/** Resolves this tool's own settings. `ignore`: the patterns of `-i`, which are added to those of IGNORE. */
export function resolveToolSettings(reader: Reader, ignore: readonly string[]): ToolSettings {
  const rules = reader.need('PRECEDENCE') ?? [];
  const { folder } = reader.entry('APP_DIRS');
  return {
    appDirs: (reader.need('APP_DIRS') ?? []).map((dir) => resolve(folder, dir)),
    ignore: [
      ...(reader.need('DEFAULT_IGNORE') === false ? [] : DEFAULT_IGNORE),
      ...(reader.need('IGNORE') ?? []),
      ...ignore,
    ],
    precedence: rules.map(([glob, source]): PrecedenceRule => ({ glob, source })),
    allowConflicts: reader.need('ALLOW_CONFLICTS') ?? [],
    failOnConflict: reader.need('FAIL_ON_CONFLICT') === true,
    skipMissingApps: reader.need('SKIP_MISSING_APPS') === true,
    missingReferences: reader.need('MISSING_REFERENCES') ?? 'error',
    allowMissing: reader.need('ALLOW_MISSING') ?? [],
    prehashed: reader.need('PREHASHED') ?? [],
    staticTags: [...new Set(reader.need('STATIC_TAGS'))],
    rewrite: reader.need('REWRITE') ?? [],
    jobs: Number(reader.needMinor('JOBS') ?? countCores()),
  };
}
