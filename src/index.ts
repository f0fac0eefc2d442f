export { type CollectOptions, collect, plan } from './collect.ts';
export { CollectstaticError } from './errors.ts';
export { find } from './find.ts';
export { type PruneRequest, pruneStatic } from './prune.ts';
export { rollback } from './rollback.ts';
export {
  type Config,
  defineConfig,
  jsonSchema,
  loadSettings,
  type SettingsRequest,
} from './settings/index.ts';
export type {
  Asset,
  AssetPath,
  Conflict,
  ConflictKind,
  Counts,
  DirectoryEntry,
  Explanation,
  FinderKind,
  FinderSpec,
  Location,
  OnProgress,
  Origin,
  Outcome,
  OutputReason,
  Plan,
  Position,
  PrecedenceRule,
  Problem,
  Report,
  Settings,
  Source,
  Stage,
  StorageKind,
  StorageSpec,
} from './types.ts';
export { why } from './why.ts';
