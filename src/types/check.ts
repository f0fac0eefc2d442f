import type { Problem } from './problem.ts';
import type { TemplateEngine } from './templates.ts';

/** What only a check of references needs to know. */
export interface CheckSettings {
  readonly debug: boolean;
  /** The engines of TEMPLATES and of FORM_RENDERER. */
  readonly engines: readonly TemplateEngine[];
  /** Whether STATIC_URL and `static` go through the staticfiles app. */
  readonly usesStaticfiles: boolean;
  /** False if the class is not known: what only a manifest refuses is not judged then. */
  readonly storageIsKnown: boolean;
}

export type Severity = 'error' | 'warning' | 'note';

/** A piece of a file and the text to put in its place. Lines and columns count from 1. */
export interface Edit {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** Something that a check found. */
export interface Finding extends Omit<Problem, 'severity'> {
  /** `error`: certainly broken with these settings; `warning`: probably; `note`: works, but would not with another storage. */
  readonly severity: Severity;
  /** Identity for a baseline: the same as long as code, file and subject are, whatever the line. */
  readonly fingerprint: string;
  /** The only sensible correction, if there is one. */
  readonly fix?: Edit;
}

/** The result of a check. */
export interface CheckReport {
  /** By file, line and column; the files of packages last. */
  readonly findings: readonly Finding[];
  /** Warnings of the settings and the plan. */
  readonly problems: readonly Problem[];
  readonly counts: {
    readonly templates: number;
    readonly pythonFiles: number;
    readonly references: number;
  };
}
