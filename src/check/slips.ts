import type { Slip } from '../templates/index.ts';
import type { Severity } from '../types.ts';

interface Words {
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
}

/** Words for what is wrong whatever files there are. */
export function slipWords({ kind, by, text }: Slip): Words {
  switch (kind) {
    case 'as-misplaced':
      return {
        severity: 'error',
        message: `${by} stores its URL under the name "${text}": words stand between its path and "as"`,
        hint: `Write only the path before "as".`,
      };
    case 'argument-missing':
      return {
        severity: 'error',
        message: `${by} takes a path: Django raises TemplateSyntaxError`,
        hint: "Write {% static 'path/of/a/file.css' %}.",
      };
    case 'argument-broken':
      return {
        severity: 'error',
        message: `${by} can't read ${text}: Django raises TemplateSyntaxError`,
        hint: 'Put the path into quotes.',
      };
    case 'argument-unquoted':
      return {
        severity: 'warning',
        message: `${by} takes ${text} for a variable, which is likely to be empty`,
        hint: `If a file is meant, write '${text}' in quotes.`,
      };
    case 'in-translation':
      return {
        severity: 'error',
        message: `${text} stands in {% ${by} %}, which takes no other tags: Django raises TemplateSyntaxError`,
        hint: "Write {% static '...' as url %} before it, and {{ url }} in it.",
      };
    case 'tag-stray':
      return {
        severity: 'warning',
        message: `${by} is no tag here, so that Django shows it as text: no "%}" follows on the same line`,
        hint: 'Write the whole tag on one line.',
      };
    case 'tag-unclosed':
      return {
        severity: 'note',
        message: `${text} has no {% end${by} %}, for which Django is likely to raise TemplateSyntaxError`,
        hint: `Write {% end${by} %} where it ends.`,
      };
    case 'hiding-unclosed':
      return {
        severity: 'error',
        message: `${text} has no end, so that nothing behind it is checked: Django raises TemplateSyntaxError`,
        hint: `Write {% end${by} %} where it ends; after {% verbatim name %}, {% endverbatim name %}.`,
      };
    case 'media-string':
      return {
        severity: 'error',
        message: `${by} is the string "${text}", which is taken letter by letter`,
        hint: `Write ["${text}"]. A tuple of one path needs a comma behind it.`,
      };
    case 'static-url-used':
      return {
        severity: 'warning',
        message: `${by} is empty: TEMPLATES has no context processor that sets it`,
        hint: "Use {% static %}, or add 'django.template.context_processors.static' to the context processors.",
      };
  }
}
