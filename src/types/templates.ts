/** A place of templates: folders, or the folder of this name in every app. */
export type TemplateSearch =
  | { readonly kind: 'folders'; readonly folders: readonly string[] }
  | { readonly kind: 'apps'; readonly subfolder: string };

/** One entry of TEMPLATES. */
export interface TemplateEngine {
  readonly language: 'django' | 'jinja2';
  /** In the order in which its loaders ask. */
  readonly searches: readonly TemplateSearch[];
  /** Template libraries by the name that `{% load %}` takes, to their modules. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Modules of tags that need no `{% load %}`, besides Django's own. */
  readonly builtins: readonly string[];
  readonly contextProcessors: readonly string[];
  /** Encoding of the templates, as Python calls it. */
  readonly charset: string;
  /** Whether a template that was loaded once is kept: as the loaders say, or `usual` as Django's version has it. */
  readonly keeps: 'always' | 'never' | 'usual';
  /** False if a part of the entry is not known: then nothing is said of a tag or a template that is not there. */
  readonly isComplete: boolean;
}
