import type { Finding } from '../../types.ts';
import { githubText } from './github.ts';
import { gitlabJson } from './gitlab.ts';
import { junitXml } from './junit.ts';
import { sarifJson } from './sarif.ts';

export { conflictFindings, problemFindings } from './findings.ts';

/** The formats in which other tools read findings. */
export const TOOL_FORMATS = ['github', 'gitlab', 'sarif', 'junit'] as const;

export type ToolFormat = (typeof TOOL_FORMATS)[number];

/** What a document tells besides its findings. */
export interface Publication {
  /** The folder to which paths are relative, absolute. */
  readonly root: string;
  /** Words for the command: `collectstatic check`. */
  readonly title: string;
  /** Of this tool. */
  readonly version: string;
}

/** Writes findings as another tool reads them. */
export function annotations(
  format: ToolFormat,
  findings: readonly Finding[],
  { root, title, version }: Publication,
): string {
  switch (format) {
    case 'github':
      return githubText(findings, root, title);
    case 'gitlab':
      return gitlabJson(findings, root);
    case 'sarif':
      return sarifJson(findings, root, version);
    case 'junit':
      return junitXml(findings, root, title);
  }
}
