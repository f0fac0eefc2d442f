import { RegexNotFollowed } from '../text/regex/not-followed.ts';
import { compileRegex, type Regex } from '../text/regex/regex.ts';
import type { ReferenceRule } from '../types.ts';

/** A template for `%` of Python with a dict: text, and names of what goes between. */
export type Template = readonly (string | { readonly group: string })[];

/** A rule that is ready to match. */
export interface CompiledRule extends ReferenceRule {
  readonly compiled: Regex;
  readonly parts: Template;
}

const FLAGS = { ignoreCase: true, multiline: false, dotAll: false, verbose: false, ascii: false };

/** Compiles a rule; gives the reason if it can't be followed. */
export function compileRule(rule: ReferenceRule): CompiledRule | { readonly reason: string } {
  const parts = readTemplate(rule.template);
  if (parts === null) return { reason: `the template "${rule.template}" holds more than %(name)s` };
  try {
    return { ...rule, compiled: compileRegex(rule.regex, FLAGS), parts };
  } catch (error) {
    if (!(error instanceof RegexNotFollowed)) throw error;
    return { reason: `the regular expression ${rule.regex} can't be followed: ${error.message}` };
  }
}

/** Reads a template; `null` if it holds other conversions than `%(name)s` and `%%`. */
function readTemplate(text: string): Template | null {
  const parts: (string | { readonly group: string })[] = [];
  let from = 0;
  for (const match of text.matchAll(/%(?:\(([^()]*)\)s|(%))?/g)) {
    const [whole, group, percent] = match;
    if (group === undefined && percent === undefined) return null;
    parts.push(text.slice(from, match.index), group === undefined ? '%' : { group });
    from = match.index + whole.length;
  }
  return [...parts, text.slice(from)].filter((part) => part !== '');
}
