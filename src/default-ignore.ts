/** Django's `StaticFilesConfig.ignore_patterns`. */
export const DEFAULT_IGNORE: readonly string[] = ['CVS', '.*', '*~'];
