import { isUtf8 } from 'node:buffer';
import type { RewriteFormat } from '../../types.ts';
import { asBuffer, fromLatin1, latin1Text } from '../latin1.ts';
import { findInCss } from './css.ts';
import { findInStyleSheet } from './enhanced/css.ts';
import { findInScript } from './enhanced/js.ts';
import { findInJs } from './js.ts';
import { findInMarkup } from './markup.ts';
import type { Dialect, Reference } from './reference.ts';
import { findInWebManifest } from './webmanifest.ts';

export type Language = 'css' | 'js' | RewriteFormat;

/** Language of a file by its name; `null` if no references are rewritten in it. Letter case counts, as in Django. */
export function languageOf(path: string, rewrite: readonly RewriteFormat[]): Language | null {
  if (path.endsWith('.css')) return 'css';
  if (path.endsWith('.js')) return 'js';
  if (rewrite.length === 0) return null;
  const language = /\.html?$/.test(path) ? 'html' : path.endsWith('.svg') ? 'svg' : 'webmanifest';
  if (language === 'webmanifest' && !/(?:\.webmanifest|(?:^|\/)manifest\.json)$/.test(path)) return null;
  return rewrite.includes(language) ? language : null;
}

const NONE: readonly Reference[] = [];

/** Every reference in a file, in no particular order; `null` if the file is not UTF-8. */
export function findReferences(
  bytes: Uint8Array,
  language: Language,
  dialect: Dialect,
): readonly Reference[] | null {
  if (!isUtf8(bytes)) return null;
  switch (language) {
    case 'css':
      return inStyleSheet(latin1Text(bytes), dialect).map(decoded);
    case 'js':
      // Most scripts hold no references, and that shows without making a string of them.
      if (!dialect.modules && !asBuffer(bytes).includes('sourceMappingURL')) return NONE;
      return inScript(latin1Text(bytes), dialect).map(decoded);
    case 'webmanifest':
      return findInWebManifest(latin1Text(bytes));
    default:
      return findInMarkup(latin1Text(bytes));
  }
}

function inStyleSheet(text: string, dialect: Dialect): readonly Reference[] {
  const { enhanced } = dialect;
  return enhanced === undefined ? findInCss(text, dialect) : findInStyleSheet(text, enhanced.useLexer);
}

function inScript(text: string, dialect: Dialect): readonly Reference[] {
  const { enhanced, modules } = dialect;
  return enhanced === undefined ? findInJs(text, dialect) : findInScript(text, modules, enhanced.useLexer);
}

function decoded(reference: Reference): Reference {
  const url = fromLatin1(reference.url);
  return url === reference.url ? reference : { ...reference, url };
}
