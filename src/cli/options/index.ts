/** The options of the command line: what each command takes, and the question to the settings that they make. */
export { addCheckOptions, addReportOptions, type CheckFlags, type ReportFlags } from './check.ts';
export { addCollectOptions, type CollectFlags } from './collect.ts';
export { settingsRequest } from './request.ts';
export {
  addCheckServerOptions,
  addServerOptions,
  addSiteOptions,
  type ServerFlags,
  type SiteFlags,
} from './servers.ts';
export {
  ALL_FORMATS,
  addIgnoreOptions,
  addRootOptions,
  addSharedOptions,
  addStaticRootOption,
  BETWEEN_US,
  type Format,
  type IgnoreOptions,
  type RootFlags,
  type SharedOptions,
} from './shared.ts';
export { addPruneOptions, addPublishOptions, type PruneFlags, type PublishFlags } from './upkeep.ts';
