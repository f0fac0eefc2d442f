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
export { type ReportOptions, report } from './report/index.ts';
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
  BudgetResult,
  CheckReport,
  Comparison,
  Conflict,
  ConflictKind,
  Counts,
  DirectoryEntry,
  Duplicate,
  Edit,
  EnhancedSpec,
  Explanation,
  FileGroup,
  FinderKind,
  FinderSpec,
  Finding,
  Location,
  OnProgress,
  Origin,
  Outcome,
  OutputReason,
  Owner,
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
  Requests,
  Settings,
  Severity,
  SizeChange,
  Source,
  Stage,
  StaticReport,
  StorageKind,
  StorageSpec,
  Usage,
  WeighedFile,
} from './types.ts';
export { why } from './why.ts';
