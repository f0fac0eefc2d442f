export { type CheckOptions, check } from './check/index.ts';
export { type CollectOptions, collect, plan } from './collect.ts';
export { CollectstaticError } from './errors.ts';
export { find } from './find.ts';
export { type PruneRequest, pruneStatic } from './prune.ts';
export {
  type BucketRequest,
  type PublishPruneRequest,
  type PublishRequest,
  type PurgeReport,
  prunePublication,
  publish,
  purgePublication,
  rollBackPublication,
} from './publication/index.ts';
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
  CheckReport,
  Conflict,
  ConflictKind,
  Counts,
  DirectoryEntry,
  Edit,
  EnhancedSpec,
  Explanation,
  FinderKind,
  FinderSpec,
  Finding,
  Location,
  OnProgress,
  Origin,
  Outcome,
  OutputReason,
  Plan,
  Position,
  PrecedenceRule,
  Problem,
  PublishProgress,
  PublishPruneReport,
  PublishReport,
  PublishRollbackReport,
  PublishStep,
  PurgeResult,
  PurgeTarget,
  Report,
  Settings,
  Severity,
  Source,
  Stage,
  StorageKind,
  StorageSpec,
} from './types.ts';
export { why } from './why.ts';
