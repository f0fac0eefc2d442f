import { isUtf8 } from 'node:buffer';
import type { RewriteFormat } from '../../types.ts';
import { fromLatin1, latin1Text } from '../latin1.ts';
import { findInCss } from './css.ts';
import { findInStyleSheet } from './enhanced/css.ts';
import { findInScript } from './enhanced/js.ts';
import { findInJs, mayHoldOtherForms, mayHoldReferences } from './js.ts';
import { findInMarkup } from './markup.ts';
import type { Dialect, Found, Reference } from './reference.ts';
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

const NONE: Found = { references: [], mayHoldMore: false };

/** Every reference in a file by Django's rules, in no particular order; `null` if the file is not UTF-8. */
export function findReferences(bytes: Uint8Array, language: Language, dialect: Dialect): Found | null {
  if (!isUtf8(bytes)) return null;
  switch (language) {
    case 'css':
      return decoded(inStyleSheet(latin1Text(bytes), dialect));
    case 'js':
      // Most scripts hold no references, and that shows without making a string of them.
      if (!dialect.modules && !mayHoldReferences(bytes)) return NONE;
      return decoded(inScript(latin1Text(bytes), dialect));
    case 'webmanifest':
      return { references: findInWebManifest(latin1Text(bytes)), mayHoldMore: false };
    default:
      return { references: findInMarkup(latin1Text(bytes)), mayHoldMore: false };
  }
}

function inStyleSheet(text: string, dialect: Dialect): Found {
  const found = findInCss(text, dialect);
  const { enhanced } = dialect;
  if (enhanced === undefined) return found;
  return { ...found, references: findInStyleSheet(text, enhanced.useLexer) };
}

function inScript(text: string, dialect: Dialect): Found {
  const { enhanced, modules } = dialect;
  if (enhanced === undefined) return findInJs(text, dialect);
  const references = findInScript(text, modules, enhanced.useLexer);
  return { references, mayHoldMore: mayHoldOtherForms(text) };
}

function decoded({ references, mayHoldMore }: Found): Found {
  return { references: references.map(withDecodedUrl), mayHoldMore };
}

function withDecodedUrl(reference: Reference): Reference {
  const url = fromLatin1(reference.url);
  return url === reference.url ? reference : { ...reference, url };
}
